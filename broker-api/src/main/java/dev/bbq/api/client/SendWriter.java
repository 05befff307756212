// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.BlockReader;
import dev.bbq.api.wire.StreamWriter;
import dev.bbq.api.wire.Tag;
import java.nio.ByteBuffer;

/**
 * Writes SEND blocks to a stream, one after another, and copies each body once: from the user's
 * array to the stream's buffer. A large one is written in pieces as the stream takes them.
 */
final class SendWriter {

  private static final int PIECE_BYTES = TransportStream.MAX_OUTPUT_BYTES;
  private static final int NOT_BEGUN = -1;

  private final StreamWriter out;
  private int bodyWritten = NOT_BEGUN;

  SendWriter(StreamWriter out) {
    this.out = out;
  }

  /** Says whether more is welcome. */
  boolean isReady() {
    return out.isReady();
  }

  /** Sends what was gathered. */
  void flush() {
    out.flush();
  }

  /**
   * Writes a message, or as much of it as the stream takes.
   *
   * @return whether it is complete; if not, the next call must be with the same one
   */
  boolean write(PendingPublish send) {
    int size = send.size();
    int headerBytes = BlockReader.HEADER_BYTES + send.address().fields().length + Long.BYTES;
    int tailBytes = send.properties().length == 0 ? 0 : Long.BYTES + send.properties().length;
    if (bodyWritten == NOT_BEGUN && (long) headerBytes + size + tailBytes <= PIECE_BYTES) {
      ByteBuffer piece = out.begin(headerBytes + size + tailBytes);
      putHeader(piece, send, headerBytes, tailBytes);
      send.message().copyTo(piece);
      putTail(piece, send);
      return true;
    }
    return writePieces(send, headerBytes, tailBytes);
  }

  private boolean writePieces(PendingPublish send, int headerBytes, int tailBytes) {
    int size = send.size();
    if (bodyWritten == NOT_BEGUN) {
      putHeader(out.begin(headerBytes), send, headerBytes, tailBytes);
      bodyWritten = 0;
    }
    while (bodyWritten < size) {
      if (!out.isReady()) {
        return false;
      }
      int count = Math.min(size - bodyWritten, PIECE_BYTES);
      send.message().copyTo(out.begin(count), bodyWritten, count);
      bodyWritten += count;
    }
    if (tailBytes > 0) {
      out.begin(Long.BYTES).putLong(send.properties().length);
      out.begin(send.properties().length).put(send.properties());
    }
    bodyWritten = NOT_BEGUN;
    return true;
  }

  private static void putHeader(
      ByteBuffer piece, PendingPublish send, int headerBytes, int tailBytes) {
    int size = send.size();
    piece.putInt(Tag.SEND);
    piece.putLong((long) headerBytes - BlockReader.HEADER_BYTES + size + tailBytes);
    piece.put(send.address().fields());
    piece.putLong(size);
  }

  private static void putTail(ByteBuffer piece, PendingPublish send) {
    if (send.properties().length > 0) {
      piece.putLong(send.properties().length);
      piece.put(send.properties());
    }
  }
}
