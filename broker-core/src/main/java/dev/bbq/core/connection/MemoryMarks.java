// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

/**
 * How much memory messages may take, in bytes.
 *
 * @param watermarkBytes when they take more, publishers have to wait; 1 or more
 * @param lowMarkBytes when they take no more than that, publishers may go on; below the watermark
 * @param maxWaitingBytes how much the messages may take that wait, those of all connections; 0 or
 *     more
 */
public record MemoryMarks(long watermarkBytes, long lowMarkBytes, long maxWaitingBytes) {

  /**
   * Returns the marks for a heap.
   *
   * @param heapBytes its largest size
   * @param memoryShare the watermark's share of it
   * @param lowMarkShare the low mark's share of the watermark
   * @param heldShare the share of the heap for messages that wait; no more than half of the low
   *     mark, so that blocks that never become complete can't keep the others from going on
   */
  public static MemoryMarks of(
      long heapBytes, double memoryShare, double lowMarkShare, double heldShare) {
    long watermark = Math.max(1, (long) (heapBytes * memoryShare));
    long lowMark = (long) (watermark * lowMarkShare);
    return new MemoryMarks(
        watermark, lowMark, Math.min((long) (heapBytes * heldShare), lowMark / 2));
  }
}
