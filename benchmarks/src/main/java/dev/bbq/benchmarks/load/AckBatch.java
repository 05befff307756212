// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

/** Says with which message to ack it and all before it. Not for use by several threads. */
final class AckBatch {

  private static final int MOST = 64;

  private final int size;
  private int count;

  /** Never so many that a consumer's window would be full of messages not acked. */
  AckBatch(int window) {
    this.size = Math.clamp(window / 4, 1, MOST);
  }

  /** Counts a message and tells whether it is the last of a batch. */
  boolean isFull() {
    count = (count + 1) % size;
    return count == 0;
  }
}
