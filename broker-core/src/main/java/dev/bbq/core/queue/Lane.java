// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredRecord;
import java.util.ArrayDeque;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one log of a queue, in their order. It knows them as a range of sequences from
 * {@code cursor} to {@code tail} that it has not looked at yet, a small window that it has read
 * ahead, and those that came back. So a backlog costs nothing here.
 *
 * <p>What is returned has been at the head before, so it goes before everything in the window, by
 * sequence: each message back in its old place.
 *
 * <p>All state is guarded by the queue. The log is called by {@link #log()}, without any lock.
 */
final class Lane {

  static final long NOTHING_TO_READ = -1;

  /** The most calls of {@link #grantRetry} between two reads. */
  static final int MAX_PATIENCE = 8;

  private final QueueLog log;
  private final ArrayDeque<StoredRecord> window = new ArrayDeque<>();
  private final TreeMap<Long, Lease> returned = new TreeMap<>();
  private long cursor;
  private long tail;
  private long purgedBelow;
  private boolean reading;
  private boolean changedWhileReading;
  private int failedReads; // in a row
  private int patience; // how many calls of grantRetry until the next read

  Lane(StoreQueue log, long firstSequence, long nextSequence) {
    this.log = new QueueLog(log);
    cursor = firstSequence;
    tail = nextSequence;
  }

  QueueLog log() {
    return log;
  }

  /** Returns how many messages it holds as records: returned, or read ahead. */
  long held() {
    return returned.size() + (long) window.size();
  }

  long returned() {
    return returned.size();
  }

  // --- in

  /**
   * Learns of an append.
   *
   * @return how many of its messages no purge has overtaken
   */
  long appended(long first, int count) {
    long end = first + count;
    tail = Math.max(tail, end);
    changedWhileReading = true;
    return Math.max(0, end - Math.max(first, purgedBelow));
  }

  /**
   * Returns which messages of an append a purge meant to drop, though the store may have kept them
   * only after: all but those that had been read by then, and are on lease or back from one.
   *
   * @param leased all sequences on lease
   */
  Sequences overtaken(long first, int count, SortedSet<Long> leased) {
    long end = Math.min(first + count, purgedBelow);
    if (first >= end) {
      return Sequences.builder().build();
    }
    TreeSet<Long> read = new TreeSet<>(returned.subMap(first, end).keySet());
    read.addAll(leased.subSet(first, end));
    Sequences.Builder unread = Sequences.builder();
    long from = first;
    for (long sequence : read) {
      if (from < sequence) {
        unread.addRange(from, sequence - 1);
      }
      from = sequence + 1;
    }
    if (from < end) {
      unread.addRange(from, end - 1);
    }
    return unread.build();
  }

  boolean isPurged(long sequence) {
    return sequence < purgedBelow;
  }

  // --- out

  /** Takes the first message that it holds, if any. */
  @Nullable Lease poll() {
    if (!returned.isEmpty()) {
      return returned.pollFirstEntry().getValue();
    }
    StoredRecord record = window.poll();
    return record == null ? null : new Lease(record, record.failures());
  }

  /** Takes a message back to its old place. */
  void putBack(Lease lease) {
    returned.put(lease.sequence(), lease);
  }

  /** Lets go of all messages but those on lease, and returns them for the store to settle. */
  Sequences purge() {
    Sequences.Builder doomed = Sequences.builder();
    long end = Math.max(tail, cursor); // an append may have been read before it was reported
    long firstUnread = window.isEmpty() ? cursor : window.element().sequence();
    returned.keySet().forEach(doomed::add);
    if (firstUnread < end) {
      doomed.addRange(firstUnread, end - 1);
    }
    forget();
    cursor = end;
    purgedBelow = end;
    changedWhileReading = true;
    return doomed.build();
  }

  /** Forgets what it holds as records. */
  void forget() {
    window.clear();
    returned.clear();
  }

  // --- reading

  /**
   * Returns where the next read starts, which must follow; or {@link #NOTHING_TO_READ}, if nothing
   * is unread, a read is under way, or has failed not long ago.
   */
  long beginRead() {
    if (reading || patience > 0 || cursor >= tail) {
      return NOTHING_TO_READ;
    }
    reading = true;
    changedWhileReading = false;
    return cursor;
  }

  /** Takes what was read, and returns whether there may be more by now. */
  boolean read(StoreQueue.Page page) {
    reading = false;
    failedReads = 0;
    for (StoredRecord record : page.records()) {
      if (!isPurged(record.sequence())) {
        window.add(record);
      }
    }
    boolean more = changedWhileReading; // the page may have missed what came meanwhile
    more |= page.nextSequence() > cursor;
    cursor = Math.max(cursor, page.nextSequence());
    return more;
  }

  /** Learns that a read has failed. Each failure in a row doubles the pause before the next. */
  void readFailed() {
    reading = false;
    failedReads++;
    patience = Math.min(MAX_PATIENCE, 1 << Math.min(failedReads - 1, Integer.SIZE - 2));
  }

  /** Returns whether a read that has failed may be tried again; to be asked now and then. */
  boolean grantRetry() {
    return patience > 0 && --patience == 0;
  }
}
