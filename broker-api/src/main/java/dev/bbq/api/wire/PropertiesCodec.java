// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static dev.bbq.api.ErrorCode.INVALID_PROPERTIES;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.MessageProperties;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Turns message properties into the fourth field of SEND and DELV and back (docs/protocol.md,
 * "Properties"): entries of {@code u8 id, u32 length, value}, by ascending id; only headers repeat.
 */
public final class PropertiesCodec {

  private static final int MESSAGE_ID = 1;
  private static final int CORRELATION_ID = 2;
  private static final int REPLY_TO = 3;
  private static final int CONTENT_TYPE = 4;
  private static final int TIMESTAMP = 5;
  private static final int TIME_TO_LIVE = 6;
  private static final int PRIORITY = 7;
  private static final int NOT_BEFORE = 8;
  private static final int PRODUCER = 9;
  private static final int TRACE_PARENT = 10;
  private static final int TRACE_STATE = 11;
  private static final int RESENT = 12;
  private static final int HEADER = 32;

  private static final int TEXT = 1;
  private static final int WHOLE = 2;
  private static final int REAL = 3;
  private static final int FLAG = 4;
  private static final int BYTES = 5;

  /** How many bytes longer {@link #withResent} makes a field, at most. */
  public static final int RESENT_BYTES = 1 + Integer.BYTES + 1;

  private PropertiesCodec() {}

  /**
   * Returns the field's content; empty for no properties, which are then left out.
   *
   * @throws IllegalArgumentException if they are larger than {@link
   *     SendLayout#MAX_PROPERTIES_BYTES}, a header's name is empty or too long, or a producer's id
   *     is too long
   */
  public static byte[] encode(MessageProperties properties) {
    if (properties.equals(MessageProperties.NONE)) {
      return new byte[0];
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    properties.messageId().ifPresent(v -> text(out, MESSAGE_ID, v));
    properties.correlationId().ifPresent(v -> text(out, CORRELATION_ID, v));
    properties.replyTo().ifPresent(v -> text(out, REPLY_TO, v));
    properties.contentType().ifPresent(v -> text(out, CONTENT_TYPE, v));
    properties.timestamp().ifPresent(v -> number(out, TIMESTAMP, v.toEpochMilli()));
    properties.timeToLive().ifPresent(v -> number(out, TIME_TO_LIVE, v.toMillis()));
    properties.priority().ifPresent(v -> entry(out, PRIORITY, new byte[] {v.byteValue()}));
    properties.notBefore().ifPresent(v -> number(out, NOT_BEFORE, v.toEpochMilli()));
    properties.producer().ifPresent(v -> entry(out, PRODUCER, producer(v)));
    properties.traceParent().ifPresent(v -> text(out, TRACE_PARENT, v));
    properties.traceState().ifPresent(v -> text(out, TRACE_STATE, v));
    if (properties.resent()) {
      entry(out, RESENT, new byte[] {1});
    }
    properties.headers().forEach((name, value) -> entry(out, HEADER, header(name, value)));
    if (bytes.size() > SendLayout.MAX_PROPERTIES_BYTES) {
      throw new IllegalArgumentException(
          "properties too large: length=%d, limit=%d"
              .formatted(bytes.size(), SendLayout.MAX_PROPERTIES_BYTES));
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the properties of a field's content; ids that this version does not know are passed
   * over.
   *
   * @throws ProtocolException with {@link ErrorCode#INVALID_PROPERTIES} if they can't be read
   */
  public static MessageProperties decode(byte[] payload, int from, int length)
      throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(payload, from, length);
    MessageProperties.Builder properties = MessageProperties.builder();
    int last = 0;
    while (in.hasRemaining()) {
      require(in.remaining() >= 1 + Integer.BYTES, "entry cut short", last);
      int id = in.get() & 0xff;
      int size = in.getInt();
      require(size >= 0 && size <= in.remaining(), "value past the end", id);
      require(id > last || (id == last && id == HEADER), "id out of order", id);
      last = id;
      ByteBuffer value = in.slice(in.position(), size);
      in.position(in.position() + size);
      decodeEntry(id, value, properties);
    }
    try {
      return properties.build();
    } catch (IllegalArgumentException outOfRange) {
      throw new ProtocolException(INVALID_PROPERTIES, String.valueOf(outOfRange.getMessage()));
    }
  }

  /** Returns the field's content with the mark of a message that was sent before. */
  public static byte[] withResent(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    int at = 0;
    while (in.hasRemaining() && (in.get(at) & 0xff) < RESENT) {
      at += 1 + Integer.BYTES + in.getInt(at + 1);
      in.position(at);
    }
    boolean there = in.hasRemaining() && in.get(at) == RESENT;
    int rest = there ? at + RESENT_BYTES : at;
    return ByteBuffer.allocate(at + RESENT_BYTES + encoded.length - rest)
        .put(encoded, 0, at)
        .put((byte) RESENT)
        .putInt(1)
        .put((byte) 1)
        .put(encoded, rest, encoded.length - rest)
        .array();
  }

  private static void decodeEntry(int id, ByteBuffer value, MessageProperties.Builder properties)
      throws ProtocolException {
    switch (id) {
      case MESSAGE_ID -> properties.messageId(text(id, value));
      case CORRELATION_ID -> properties.correlationId(text(id, value));
      case REPLY_TO -> properties.replyTo(text(id, value));
      case CONTENT_TYPE -> properties.contentType(text(id, value));
      case TIMESTAMP -> properties.timestamp(Instant.ofEpochMilli(number(id, value)));
      case TIME_TO_LIVE -> properties.timeToLive(Duration.ofMillis(number(id, value)));
      case PRIORITY -> {
        require(value.remaining() == 1, "not one byte", id);
        properties.priority(value.get() & 0xff);
      }
      case NOT_BEFORE -> properties.notBefore(Instant.ofEpochMilli(number(id, value)));
      case PRODUCER -> {
        require(value.remaining() > Long.BYTES, "producer cut short", id);
        require(value.remaining() <= Long.BYTES + Names.MAX_BYTES, "producer id too long", id);
        long sequence = value.getLong();
        require(sequence >= 0, "sequence beyond 2^63-1", id);
        properties.producer(text(id, value), sequence);
      }
      case TRACE_PARENT -> properties.traceParent(text(id, value));
      case TRACE_STATE -> properties.traceState(text(id, value));
      case RESENT -> {
        require(
            value.remaining() == 1 && (value.get(value.position()) & 0xfe) == 0, "not a flag", id);
        properties.resent(value.get() == 1);
      }
      case HEADER -> decodeHeader(value, properties);
      default -> {} // of a later version: not ours to judge
    }
  }

  private static void decodeHeader(ByteBuffer in, MessageProperties.Builder properties)
      throws ProtocolException {
    require(in.remaining() > Short.BYTES, "header cut short", HEADER);
    int nameLength = in.getShort() & 0xffff;
    require(nameLength >= 1 && nameLength <= Names.MAX_BYTES, "header name out of range", HEADER);
    require(nameLength < in.remaining(), "header name past the end", HEADER);
    String name = text(HEADER, in.slice(in.position(), nameLength));
    in.position(in.position() + nameLength);
    int type = in.get();
    HeaderValue value =
        switch (type) {
          case TEXT -> new HeaderValue.Text(text(HEADER, in));
          case WHOLE -> new HeaderValue.Whole(whole(HEADER, in));
          case REAL -> new HeaderValue.Real(Double.longBitsToDouble(whole(HEADER, in)));
          case FLAG -> {
            require(
                in.remaining() == 1 && (in.get(in.position()) & 0xfe) == 0, "not a flag", HEADER);
            yield new HeaderValue.Flag(in.get() == 1);
          }
          case BYTES -> {
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            yield new HeaderValue.Bytes(bytes);
          }
          default ->
              throw new ProtocolException(
                  INVALID_PROPERTIES, "no such header type: type=%d".formatted(type));
        };
    properties.header(name, value);
  }

  private static String text(int id, ByteBuffer value) throws ProtocolException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException(INVALID_PROPERTIES, "not UTF-8: property=%d".formatted(id));
    }
  }

  /** Reads a u64 that must fit a {@code long}. */
  private static long number(int id, ByteBuffer value) throws ProtocolException {
    long number = whole(id, value);
    require(number >= 0, "value beyond 2^63-1", id);
    return number;
  }

  private static long whole(int id, ByteBuffer value) throws ProtocolException {
    require(value.remaining() == Long.BYTES, "not eight bytes", id);
    return value.getLong();
  }

  private static void require(boolean holds, String problem, int id) throws ProtocolException {
    if (!holds) {
      throw new ProtocolException(INVALID_PROPERTIES, "%s: property=%d".formatted(problem, id));
    }
  }

  private static void text(DataOutputStream out, int id, String value) {
    entry(out, id, value.getBytes(StandardCharsets.UTF_8));
  }

  private static void number(DataOutputStream out, int id, long value) {
    entry(out, id, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private static byte[] producer(MessageProperties.Producer producer) {
    byte[] id = producer.id().getBytes(StandardCharsets.UTF_8);
    if (id.length > Names.MAX_BYTES) {
      throw new IllegalArgumentException(
          "producer id too long: length=%d, limit=%d".formatted(id.length, Names.MAX_BYTES));
    }
    return ByteBuffer.allocate(Long.BYTES + id.length).putLong(producer.sequence()).put(id).array();
  }

  private static byte[] header(String name, HeaderValue value) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    if (utf8.length < 1 || utf8.length > Names.MAX_BYTES) {
      throw new IllegalArgumentException("header name out of range: name=%s".formatted(name));
    }
    byte[] content =
        switch (value) {
          case HeaderValue.Text v -> v.value().getBytes(StandardCharsets.UTF_8);
          case HeaderValue.Whole v -> ByteBuffer.allocate(Long.BYTES).putLong(v.value()).array();
          case HeaderValue.Real v ->
              ByteBuffer.allocate(Long.BYTES)
                  .putLong(Double.doubleToRawLongBits(v.value()))
                  .array();
          case HeaderValue.Flag v -> new byte[] {(byte) (v.value() ? 1 : 0)};
          case HeaderValue.Bytes v -> v.value();
        };
    int type =
        switch (value) {
          case HeaderValue.Text v -> TEXT;
          case HeaderValue.Whole v -> WHOLE;
          case HeaderValue.Real v -> REAL;
          case HeaderValue.Flag v -> FLAG;
          case HeaderValue.Bytes v -> BYTES;
        };
    return ByteBuffer.allocate(Short.BYTES + utf8.length + 1 + content.length)
        .putShort((short) utf8.length)
        .put(utf8)
        .put((byte) type)
        .put(content)
        .array();
  }

  private static void entry(DataOutputStream out, int id, byte[] value) {
    try {
      out.writeByte(id);
      out.writeInt(value.length);
      out.write(value);
    } catch (IOException impossible) { // memory does not fail
      throw new UncheckedIOException(impossible);
    }
  }
}
