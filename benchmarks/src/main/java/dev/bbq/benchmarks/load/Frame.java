// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a message takes on a stream: a SEND block (docs/protocol.md), so that all send the same. */
final class Frame {

  private static final byte[] TAG = "SEND".getBytes(StandardCharsets.US_ASCII);

  /** Tag and total. */
  static final int HEAD_BYTES = 4 + Long.BYTES;

  /** The answer to each. */
  static final byte KEPT = 0x01;

  private Frame() {}

  /** Returns the block that publishes a body of zeros to a queue. */
  static byte[] of(String queue, int sizeBytes) {
    byte[] key = queue.getBytes(StandardCharsets.UTF_8);
    int total = 3 * Long.BYTES + key.length + sizeBytes;
    return ByteBuffer.allocate(HEAD_BYTES + total)
        .put(TAG)
        .putLong(total)
        .putLong(0) // the default exchange
        .putLong(key.length)
        .put(key)
        .putLong(sizeBytes)
        .array();
  }

  /** Returns how long a frame is, by its first bytes. */
  static int length(byte[] head) {
    return Math.toIntExact(HEAD_BYTES + ByteBuffer.wrap(head).getLong(TAG.length));
  }
}
