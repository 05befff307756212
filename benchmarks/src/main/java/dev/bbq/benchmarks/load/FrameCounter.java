// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.nio.ByteBuffer;

/** Counts frames of one length in what a stream brings, and learns the length from the first. */
final class FrameCounter {

  private final byte[] head = new byte[Frame.HEAD_BYTES];
  private int headBytes;
  private long frameBytes;
  private long bytes;

  /** Counts what remains, and leaves the position as it is. */
  void add(ByteBuffer data) {
    bytes += data.remaining();
    if (frameBytes == 0) {
      int more = Math.min(head.length - headBytes, data.remaining());
      data.get(data.position(), head, headBytes, more);
      headBytes += more;
      if (headBytes == head.length) {
        frameBytes = Frame.length(head);
      }
    }
  }

  /** Returns how many frames have become whole since the last call. */
  int take() {
    if (frameBytes == 0) {
      return 0;
    }
    long frames = bytes / frameBytes;
    bytes %= frameBytes;
    return Math.toIntExact(frames);
  }
}
