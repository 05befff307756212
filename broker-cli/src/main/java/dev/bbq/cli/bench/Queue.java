// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

/** The one queue that measurements go through, by the default exchange. */
final class Queue {

  /** Its name, and so the routing key. */
  static final String NAME = "bench";

  /** Tag and total of a SEND block, and the lengths of its three fields (docs/protocol.md). */
  private static final int BLOCK_OVERHEAD_BYTES = 4 + 8 + 3 * 8;

  private Queue() {}

  /** Returns how many bytes a message for this queue takes on a stream. */
  static int frameBytes(int sizeBytes) {
    return BLOCK_OVERHEAD_BYTES + NAME.length() + sizeBytes;
  }
}
