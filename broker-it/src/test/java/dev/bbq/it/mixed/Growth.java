// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.util.Arrays;

/**
 * How what a process takes has changed from the middle third of a run to the last.
 *
 * @param process which process
 * @param what what it takes
 * @param middle the mean of the middle third
 * @param last the mean of the last third
 */
record Growth(String process, String what, double middle, double last) {

  /** What the heap is called. */
  static final String HEAP = "heap after GC, KiB";

  /** Compares measurements that were made at equal distances. */
  static Growth of(String process, String what, long[] measured) {
    int third = measured.length / 3;
    return new Growth(
        process, what, mean(measured, third, 2 * third), mean(measured, 2 * third, 3 * third));
  }

  private static double mean(long[] measured, int from, int to) {
    return Arrays.stream(measured, from, to).average().orElseThrow();
  }

  /** Tells whether it is the heap, in KiB, and no number of things. */
  boolean isOfHeap() {
    return what.equals(HEAP);
  }

  /** Tells by how much it has grown, 0.05 for five in a hundred. */
  double ratio() {
    return middle == 0 ? 0 : last / middle - 1;
  }
}
