// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;
import static dev.bbq.api.ErrorCode.TOO_LARGE;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the fields of one control block in their order; what does not fit is a {@link
 * ProtocolException}.
 */
final class FieldReader {

  private final int tag;
  private final ByteBuffer in;

  FieldReader(int tag, byte[] payload) {
    this.tag = tag;
    this.in = ByteBuffer.wrap(payload);
  }

  int u8(String field) throws ProtocolException {
    need(1, field);
    return in.get() & 0xff;
  }

  int u16(String field) throws ProtocolException {
    need(Short.BYTES, field);
    return in.getShort() & 0xffff;
  }

  /** Reads a u64 that must fit a {@code long}. */
  long u64(String field) throws ProtocolException {
    need(Long.BYTES, field);
    long value = in.getLong();
    if (value < 0) {
      throw malformed("value beyond 2^63-1", field);
    }
    return value;
  }

  boolean flag(String field) throws ProtocolException {
    int value = u8(field);
    if (value > 1) {
      throw malformed("flag neither 0 nor 1", field);
    }
    return value == 1;
  }

  /** Reads a u8 that counts from 1 through the values. */
  <E> E choice(String field, E[] values) throws ProtocolException {
    int value = u8(field);
    if (value < 1 || value > values.length) {
      throw malformed("no such value " + value, field);
    }
    return values[value - 1];
  }

  String text(String field) throws ProtocolException {
    int length = length(field);
    String text = Names.decode(field, in.array(), in.position(), length);
    in.position(in.position() + length);
    return text;
  }

  Octets octets(String field) throws ProtocolException {
    byte[] bytes = new byte[length(field)];
    in.get(bytes);
    return new Octets(bytes);
  }

  /** Reads bytes of which there must be so many. */
  Octets octets(String field, int count) throws ProtocolException {
    Octets octets = octets(field);
    if (octets.bytes().length != count) {
      throw malformed("length not " + count, field);
    }
    return octets;
  }

  /** Reads one field that holds many, each with its length. */
  List<Octets> row(String field, int maxBytes) throws ProtocolException {
    int length = length(field);
    if (length > maxBytes) {
      throw new ProtocolException(
          TOO_LARGE,
          "field too large: tag=%s, field=%s, bytes=%d, limit=%d"
              .formatted(Tag.text(tag), field, length, maxBytes));
    }
    int end = in.position() + length;
    List<Octets> row = new ArrayList<>();
    while (in.position() < end) {
      row.add(octets(field));
    }
    if (in.position() > end) {
      throw malformed("field past its row", field);
    }
    return row;
  }

  private int length(String field) throws ProtocolException {
    long length = u64(field);
    if (length > in.remaining()) {
      throw malformed("field past the end", field);
    }
    return (int) length;
  }

  /** Says whether there are more fields. */
  boolean hasMore() {
    return in.hasRemaining();
  }

  void end() throws ProtocolException {
    if (in.hasRemaining()) {
      throw malformed("bytes behind the last field", "end");
    }
  }

  private void need(int count, String field) throws ProtocolException {
    if (in.remaining() < count) {
      throw malformed("field missing", field);
    }
  }

  private ProtocolException malformed(String problem, String field) {
    return new ProtocolException(
        MALFORMED_BLOCK,
        "%s: tag=%s, field=%s, offset=%d, total=%d"
            .formatted(problem, Tag.text(tag), field, in.position(), in.limit()));
  }
}
