// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What the two ends say: type (u8), id (u64), value (u64), and {@code value} bytes with DATA and
 * CLOSE.
 *
 * @param type what is said
 * @param id of the stream it is about
 * @param value a code, a number or the length of the payload
 * @param payload bytes of a message, or of a reason
 */
record Frame(Type type, long id, long value, ByteBuffer payload) {

  static final int MAX_PAYLOAD_BYTES = 16 << 10;

  /** The id of what is about no stream. */
  static final long CONNECTION = -1;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  /** What is said. */
  enum Type {
    /**
     * The first word of each end: how many streams (id) of what window (value) the peer may use.
     */
    SETTINGS,
    /** A stream begins. */
    OPEN,
    /** Bytes of a stream. */
    DATA,
    /** The clean end of a stream's bytes. */
    FINISH,
    /** The abrupt end of a stream's bytes; value is the code. */
    RESET,
    /** Send no more of this stream; value is the code. */
    STOP,
    /** So many more bytes may be sent, on a stream or on all of them. */
    ROOM,
    /** So many more streams may be opened. */
    STREAMS,
    /** The connection ends; id is the code, the payload says why. */
    CLOSE,
    /** The connection ends, as nothing was heard for too long. */
    IDLE
  }

  static Frame of(Type type, long id, long value) {
    return new Frame(type, id, value, EMPTY);
  }

  static Frame data(long id, ByteBuffer bytes) {
    return new Frame(Type.DATA, id, bytes.remaining(), bytes);
  }

  static Frame close(long code, String reason) {
    ByteBuffer words = StandardCharsets.UTF_8.encode(reason);
    return new Frame(Type.CLOSE, code, words.remaining(), words);
  }

  String text() {
    return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
  }

  static Frame read(DataInputStream in) throws IOException {
    int number = in.readUnsignedByte();
    if (number >= Type.values().length) {
      throw new IOException("frame unknown: type=" + number);
    }
    Type type = Type.values()[number];
    long id = in.readLong();
    long value = in.readLong();
    if (type != Type.DATA && type != Type.CLOSE) {
      return of(type, id, value);
    }
    if (value < 0 || value > MAX_PAYLOAD_BYTES) { // judged before memory is taken for it
      throw new IOException("frame too long: bytes=" + value);
    }
    byte[] payload = new byte[(int) value];
    in.readFully(payload);
    return new Frame(type, id, value, ByteBuffer.wrap(payload));
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(type.ordinal());
    out.writeLong(id);
    out.writeLong(value);
    out.write(payload.array(), payload.arrayOffset() + payload.position(), payload.remaining());
  }
}
