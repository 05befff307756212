// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which sequences of a lane were reported as appended. What is read and is none of these is either
 * reported soon, or its append has failed and was kept all the same, or it is from an earlier run.
 * Guarded by the queue.
 */
final class Reported {

  private final TreeMap<Long, Long> gaps = new TreeMap<>(); // below the tail; from, to excluded
  private long tail;

  /** Creates one for a log that has messages of an earlier run between these sequences. */
  Reported(long first, long next) {
    if (first < next) {
      gaps.put(first, next);
    }
    tail = next;
  }

  /** Returns the sequence behind the last one. */
  long tail() {
    return tail;
  }

  void add(long first, long end) {
    if (first > tail) {
      gaps.put(tail, first);
    } else if (first < tail) {
      fill(first, end);
    }
    tail = Math.max(tail, end);
  }

  private void fill(long first, long end) {
    Map.Entry<Long, Long> gap = gaps.floorEntry(first);
    if (gap == null || gap.getValue() <= first) {
      return;
    }
    gaps.remove(gap.getKey());
    if (gap.getKey() < first) {
      gaps.put(gap.getKey(), first);
    }
    if (end < gap.getValue()) {
      gaps.put(end, gap.getValue());
    }
  }

  boolean contains(long sequence) {
    Map.Entry<Long, Long> gap = gaps.floorEntry(sequence);
    return sequence < tail && (gap == null || gap.getValue() <= sequence);
  }

  /** Forgets what it knows of lower sequences: nobody will ask. */
  void forgetBelow(long sequence) {
    if (!gaps.isEmpty()) {
      gaps.headMap(sequence).values().removeIf(end -> end <= sequence);
    }
  }
}
