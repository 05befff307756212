// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.store.caffeine.Batch.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a queue: which of them are in which block, and how often each has failed. Guarded
 * by the queue.
 */
final class Runs {

  /** What it takes that a message has failed, roughly. */
  private static final int FAILURE_BYTES = 64;

  private final TreeMap<Long, Run> runs = new TreeMap<>(); // by their first sequence
  private final Map<Long, Integer> failures = new HashMap<>(); // of messages that have failed
  private long next;

  /** Returns the sequence that the next message gets. */
  long next() {
    return next;
  }

  /** Adds messages at the tail. */
  void add(Piece piece) {
    Map.Entry<Long, Run> last = runs.lastEntry();
    Run run = last == null ? null : last.getValue();
    if (run == null || run.block() != piece.block() || run.end() != next) {
      run = new Run(next, piece.block());
      runs.put(next, run);
    }
    run.add(piece.slot(), piece.count());
    next += piece.count();
  }

  /** Returns the run that a sequence is in, or the one behind it. */
  @Nullable Run at(long sequence) {
    Map.Entry<Long, Run> floor = runs.floorEntry(sequence);
    if (floor != null && floor.getValue().end() > sequence) {
      return floor.getValue();
    }
    return valueOf(runs.higherEntry(sequence));
  }

  @Nullable Run after(Run run) {
    return valueOf(runs.higherEntry(run.first()));
  }

  private static @Nullable Run valueOf(Map.@Nullable Entry<Long, Run> entry) {
    return entry == null ? null : entry.getValue();
  }

  /**
   * Returns the blocks from a sequence on, at most so many that are not on the heap; others that
   * lie between belong to it too.
   */
  List<Block> blocksFrom(long sequence, int number) {
    List<Block> blocks = new ArrayList<>();
    int spilled = 0;
    Run run = at(sequence);
    while (run != null && spilled < number && blocks.size() < 2 * number) {
      blocks.add(run.block());
      spilled += run.block().messages() == null ? 1 : 0;
      run = after(run);
    }
    return blocks;
  }

  /**
   * Forgets those messages that are left in a range.
   *
   * @param dead gets the blocks that the cache should forget
   */
  void settle(long first, long last, List<Block> dead) {
    Run run = at(first);
    while (run != null && run.first() <= last) {
      int from = (int) Math.max(0, first - run.first());
      int to = last >= run.end() ? run.count() : (int) (last - run.first()) + 1;
      run.settle(from, to, dead);
      if (run.live() == 0) {
        runs.remove(run.first());
      }
      run = after(run);
    }
    removeFailures(first, last);
  }

  private void removeFailures(long first, long last) {
    if (failures.isEmpty()) {
      return;
    }
    long end = Math.min(last, next - 1);
    if (end - first < failures.size()) {
      for (long sequence = first; sequence <= end; sequence++) {
        failures.remove(sequence);
      }
    } else {
      failures.keySet().removeIf(sequence -> sequence >= first && sequence <= last);
    }
  }

  /** Notes that those messages that are left in a range have failed. */
  void fail(long first, long last, int times) {
    Run run = at(first);
    while (run != null && run.first() <= last) {
      int index = run.nextLive((int) Math.max(0, first - run.first()));
      while (index < run.count() && run.first() + index <= last) {
        failures.merge(run.first() + index, times, Runs::saturatedSum);
        index = run.nextLive(index + 1);
      }
      run = after(run);
    }
  }

  private static int saturatedSum(int one, int other) {
    return Math.clamp((long) one + other, 0, Integer.MAX_VALUE);
  }

  /** Returns how often a message has failed. */
  int failures(long sequence) {
    return failures.isEmpty() ? 0 : failures.getOrDefault(sequence, 0);
  }

  /** Returns what it takes of the heap that messages have failed. */
  long failureBytes() {
    return (long) FAILURE_BYTES * failures.size();
  }

  /** Forgets all; see {@link #settle}. */
  void clear(List<Block> dead) {
    for (Run run : runs.values()) {
      run.settle(0, run.count(), dead);
    }
    runs.clear();
    failures.clear();
  }
}
