// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The output of one stream: takes pieces of any size, gathers small ones, and keeps what the stream
 * doesn't take yet, so that no more than one burst waits. Used in the connection's context only.
 */
public final class StreamWriter {

  private static final int FLUSH_BYTES = TransportStream.MAX_OUTPUT_BYTES;

  private final TransportStream stream;
  private final Queue<Piece> waiting = new ArrayDeque<>();
  private int gathered;
  private long handed;
  private long waitingBytes;
  private boolean finishing;

  /** Creates the writer of a stream. */
  public StreamWriter(TransportStream stream) {
    this.stream = stream;
  }

  /** Says whether more is welcome: nothing waits, and the stream takes more. */
  public boolean isReady() {
    return waiting.isEmpty() && stream.isWritable();
  }

  /**
   * Returns a buffer to put a small piece into, at most {@link TransportStream#MAX_OUTPUT_BYTES};
   * exactly {@code bytes} must be put before the next call.
   */
  public ByteBuffer begin(int bytes) {
    if (!waiting.isEmpty()) {
      byte[] piece = new byte[bytes];
      keep(piece, 0, bytes);
      return ByteBuffer.wrap(piece);
    }
    if (gathered + bytes > FLUSH_BYTES) {
      flush();
    }
    gathered += bytes;
    handed += bytes;
    return stream.output(bytes);
  }

  /** Returns how many bytes the stream has taken: what was written and does not wait here. */
  public long handedBytes() {
    return handed;
  }

  /** Returns how many bytes wait here for the stream to take them. */
  public long waitingBytes() {
    return waitingBytes;
  }

  /**
   * Writes a piece of an array, which must not change afterwards; what the stream doesn't take now
   * waits.
   */
  public void write(byte[] bytes, int from, int length) {
    int at = from;
    int end = from + length;
    if (waiting.isEmpty()) {
      at = put(bytes, from, end);
    }
    if (at < end) {
      keep(bytes, at, end);
    }
  }

  private void keep(byte[] bytes, int from, int end) {
    waiting.add(new Piece(bytes, from, end));
    waitingBytes += end - from;
  }

  /** Writes an array, which must not change afterwards. */
  public void write(byte[] bytes) {
    write(bytes, 0, bytes.length);
  }

  /** Writes on what waits, when the stream has become writable. Returns {@link #isReady()}. */
  public boolean resume() {
    while (!waiting.isEmpty()) {
      Piece piece = waiting.element();
      int from = piece.at;
      piece.at = put(piece.bytes, from, piece.end);
      waitingBytes -= piece.at - from;
      if (piece.at < piece.end) {
        break;
      }
      waiting.remove();
    }
    if (finishing && waiting.isEmpty()) {
      stream.finish();
      return false;
    }
    flush();
    return isReady();
  }

  /** Sends what was gathered. */
  public void flush() {
    if (gathered > 0) {
      gathered = 0;
      stream.flush();
    }
  }

  /**
   * Sends the end of the output (FIN) behind what was written. Nothing may be written afterwards.
   */
  public void finish() {
    finishing = true;
    if (waiting.isEmpty()) {
      stream.finish();
    }
  }

  /** Lets go of what waits, for a stream that was reset. Nothing may be written afterwards. */
  public void abandon() {
    waiting.clear();
    waitingBytes = 0;
    finishing = false;
  }

  private int put(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      if (gathered >= FLUSH_BYTES) {
        flush();
        if (!stream.isWritable()) {
          break;
        }
      }
      ByteBuffer out = stream.output(1);
      int count = Math.min(Math.min(end - at, out.remaining()), FLUSH_BYTES - gathered);
      out.put(bytes, at, count);
      at += count;
      gathered += count;
      handed += count;
    }
    return at;
  }

  /** What the stream has not taken yet of one array. */
  private static final class Piece {
    final byte[] bytes;
    final int end;
    int at;

    Piece(byte[] bytes, int at, int end) {
      this.bytes = bytes;
      this.at = at;
      this.end = end;
    }
  }
}
