// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Builds one block: fixed-width integers and u64-length-prefixed texts behind a header. */
final class FieldWriter {

  private ByteBuffer bytes = ByteBuffer.allocate(128);

  FieldWriter(int tag) {
    bytes.putInt(tag).putLong(0); // the total is known at the end
  }

  FieldWriter u8(int value) {
    room(1).put((byte) value);
    return this;
  }

  /** Writes a value's place in its enum, from 1: their order there is their number on the wire. */
  @SuppressWarnings("EnumOrdinal")
  FieldWriter choice(Enum<?> value) {
    return u8(value.ordinal() + 1);
  }

  FieldWriter flag(boolean value) {
    return u8(value ? 1 : 0);
  }

  FieldWriter u16(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  FieldWriter u64(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  /** Writes a counter of an ITEM. */
  FieldWriter counter(String name, long value) {
    return text(name).u64(value);
  }

  /** Writes a text that may quote a peer: cut to what a reply may have too. */
  FieldWriter reason(String value) {
    return bytes(ReplyCodec.cut(value.getBytes(StandardCharsets.UTF_8)));
  }

  FieldWriter text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  FieldWriter octets(Octets value) {
    return bytes(value.bytes());
  }

  /** Writes one field that holds many, each with its length. */
  FieldWriter row(List<Octets> values) {
    u64(values.stream().mapToLong(value -> Long.BYTES + value.bytes().length).sum());
    values.forEach(this::octets);
    return this;
  }

  private FieldWriter bytes(byte[] value) {
    room(Long.BYTES + value.length).putLong(value.length).put(value);
    return this;
  }

  byte[] block() {
    byte[] block = new byte[bytes.position()];
    bytes.putLong(Tag.BYTES, block.length - BlockReader.HEADER_BYTES);
    bytes.flip().get(block);
    return block;
  }

  private ByteBuffer room(int count) {
    if (bytes.remaining() < count) {
      bytes = ByteBuffer.allocate((bytes.capacity() + count) * 2).put(bytes.flip());
    }
    return bytes;
  }
}
