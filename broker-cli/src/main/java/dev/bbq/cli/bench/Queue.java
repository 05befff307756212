// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

/**
 * The one queue that measurements go through, by the default exchange.
 *
 * @param name its name, and so the routing key
 */
record Queue(String name) {

  /** Tag and total of a SEND block, and the lengths of its three fields (docs/protocol.md). */
  private static final int BLOCK_OVERHEAD_BYTES = 4 + 8 + 3 * 8;

  /** The one of a broker that nobody else uses. */
  static final Queue OWN = new Queue("bench");

  /** Returns how many bytes a message for this queue takes on a stream. */
  int frameBytes(int sizeBytes) {
    return BLOCK_OVERHEAD_BYTES + name.length() + sizeBytes;
  }
}
