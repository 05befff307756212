// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

/**
 * How much of heap and disk the messages may take, all in bytes. The parts together stay well below
 * the whole, so that publishers never have to wait while the disk has room.
 *
 * @param heap the whole of the heap's share, from which on appends are refused when the disk is
 *     full
 * @param cached in full blocks that the cache keeps
 * @param open in blocks that still take messages
 * @param pending in blocks that wait to be written; beyond it appends wait too
 * @param warm in blocks that were read back
 * @param disk in files
 * @param block the size of a block
 * @param segment the size of a file
 */
record Budget(
    long heap, long cached, long open, long pending, long warm, long disk, int block, int segment) {

  private static final int LARGEST_BLOCK = 128 << 10;
  private static final int SMALLEST_BLOCK = 1 << 10;
  private static final int SMALLEST_SEGMENT = 64 << 10;
  private static final int USUAL_SEGMENT = 16 << 20;
  private static final int LARGEST_SEGMENT = 1 << 30;

  /** More files than that are open at once with the largest segments only. */
  private static final int USUAL_SEGMENTS = 1024;

  static Budget of(long heapBytes, long diskBytes) {
    long cached = heapBytes / 8 * 3;
    return new Budget(
        heapBytes,
        cached,
        heapBytes / 32,
        heapBytes / 16,
        heapBytes / 16,
        diskBytes,
        Math.clamp(cached / 64, SMALLEST_BLOCK, LARGEST_BLOCK),
        Math.clamp(
            Math.max(diskBytes / USUAL_SEGMENTS, Math.min(diskBytes / 8, USUAL_SEGMENT)),
            SMALLEST_SEGMENT,
            LARGEST_SEGMENT));
  }
}
