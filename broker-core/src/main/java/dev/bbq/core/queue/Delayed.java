// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.StoredRecord;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a lane that are not to be delivered before a time, and those whose time has come.
 * Of the first it knows when, of the others behind which message they joined the lane. Guarded by
 * the queue.
 */
final class Delayed {

  /** How many join the lane at one tick: many may be due at once, and others want the queue. */
  private static final int MAX_PER_TICK = 4096;

  private static final int FEW = 1; // most queues have none

  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          FEW, Comparator.comparingLong(Waiting::notBeforeMs).thenComparingLong(Waiting::sequence));
  private final ArrayDeque<Due> due = new ArrayDeque<>(FEW);

  private record Waiting(long notBeforeMs, long sequence, int bytes) {}

  /** A message whose time has come. */
  private static final class Due {
    private final long sequence;
    private final long joined; // it is behind all of a lower sequence
    private @Nullable StoredRecord record;

    Due(long sequence, long joined) {
      this.sequence = sequence;
      this.joined = joined;
    }
  }

  /** Returns how many wait for their time. */
  int size() {
    return waiting.size();
  }

  /** Returns how many have joined the lane. */
  int due() {
    return due.size();
  }

  void add(long sequence, long notBeforeMs, int bytes) {
    waiting.add(new Waiting(notBeforeMs, sequence, bytes));
  }

  /**
   * Has those whose time has come join the lane at its tail, if they are not too many for one call.
   *
   * @return how many bytes they have
   */
  long tick(long nowMs, long tail) {
    long bytes = 0;
    for (int i = 0; i < MAX_PER_TICK && nextMs() <= nowMs; i++) {
      Waiting next = waiting.remove();
      due.add(new Due(next.sequence(), tail));
      bytes += next.bytes();
    }
    return bytes;
  }

  long nextMs() {
    Waiting next = waiting.peek();
    return next == null ? Long.MAX_VALUE : next.notBeforeMs();
  }

  /** Tells whether one that is due goes before the message of a sequence. */
  boolean isFirst(long sequence) {
    Due first = due.peek();
    return first != null && first.joined <= sequence;
  }

  /** Returns the first that is due, if it has been read. */
  @Nullable StoredRecord peek() {
    Due first = due.peek();
    return first == null ? null : first.record;
  }

  /** Takes the first that is due, if it has been read. */
  @Nullable StoredRecord poll() {
    StoredRecord record = peek();
    if (record != null) {
      due.remove();
    }
    return record;
  }

  /** Returns how to read the first that is due, and those that follow it in the log too. */
  Lane.Read nextRead(Lane lane, int maxRecords) {
    long from = due.element().sequence;
    int run = 0;
    for (Due next : due) {
      if (run == maxRecords || next.sequence != from + run) {
        break;
      }
      run++;
    }
    return new Lane.Read(lane, from, run, true);
  }

  /** Takes what was read up to a sequence; what is not there any more is forgotten. */
  void take(List<StoredRecord> records, long from, long seenBelow) {
    int at = 0;
    Iterator<Due> each = due.iterator();
    for (long sequence = from; sequence < seenBelow && each.hasNext(); sequence++) {
      Due one = each.next();
      if (one.sequence != sequence) {
        return; // not of this run
      }
      while (at < records.size() && records.get(at).sequence() < sequence) {
        at++;
      }
      if (at < records.size() && records.get(at).sequence() == sequence) {
        one.record = records.get(at);
      } else {
        each.remove();
      }
    }
  }

  /** Tells the sequences of all. */
  void sequences(LongConsumer each) {
    waiting.forEach(one -> each.accept(one.sequence()));
    due.forEach(one -> each.accept(one.sequence));
  }

  void clear() {
    waiting.clear();
    due.clear();
  }
}
