// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static dev.bbq.api.ErrorCode.INVALID_ARGUMENT;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Turns the options of a queue into the arguments of QDEC and back: entries of {@code u8 id, u32
 * length, value}, by ascending id (docs/protocol.md, "Options of a queue"). One that is not known
 * is refused, for a limit that is not obeyed is worse than none.
 */
public final class QueueArguments {

  private static final int MESSAGE_TTL = 1;
  private static final int EXPIRES = 2;
  private static final int MAX_LENGTH = 3;
  private static final int MAX_BYTES = 4;
  private static final int OVERFLOW = 5;
  private static final int DELIVERY_LIMIT = 6;
  private static final int DEAD_LETTER_EXCHANGE = 7;
  private static final int DEAD_LETTER_KEY = 8;
  private static final int MAX_PRIORITY = 9;

  /** The most bytes they take: nine entries, two of them names. */
  private static final int MOST = 9 * (1 + Integer.BYTES + Long.BYTES) + 2 * Names.MAX_BYTES;

  private QueueArguments() {}

  /**
   * Returns the field's content; empty for a queue without options.
   *
   * @throws IllegalArgumentException if a name is too long
   */
  @SuppressWarnings("EnumOrdinal") // the order is the number on the wire
  public static Octets encode(QueueOptions options) {
    ByteBuffer out = ByteBuffer.allocate(MOST);
    options.messageTtl().ifPresent(ttl -> number(out, MESSAGE_TTL, ttl.toMillis()));
    options.expires().ifPresent(unused -> number(out, EXPIRES, unused.toMillis()));
    options.maxLength().ifPresent(max -> number(out, MAX_LENGTH, max));
    options.maxBytes().ifPresent(max -> number(out, MAX_BYTES, max));
    if (options.overflow() != Overflow.DROP_HEAD) {
      small(out, OVERFLOW, options.overflow().ordinal() + 1);
    }
    options.deliveryLimit().ifPresent(max -> number(out, DELIVERY_LIMIT, max));
    options.deadLetterExchange().ifPresent(name -> name(out, DEAD_LETTER_EXCHANGE, name));
    options.deadLetterKey().ifPresent(key -> name(out, DEAD_LETTER_KEY, key));
    if (options.maxPriority() > 0) {
      small(out, MAX_PRIORITY, options.maxPriority());
    }
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return new Octets(bytes);
  }

  /**
   * Returns the options that a field tells.
   *
   * @throws ProtocolException with {@link ErrorCode#INVALID_ARGUMENT} if it can't be read, or tells
   *     what no queue can have
   */
  public static QueueOptions decode(Octets arguments) throws ProtocolException {
    return decode(arguments, false);
  }

  /**
   * Returns the options that a field tells, but for those that are not known here: what a later
   * broker says of its queues.
   *
   * @throws ProtocolException as {@link #decode}
   */
  static QueueOptions decodeKnown(Octets arguments) throws ProtocolException {
    return decode(arguments, true);
  }

  private static QueueOptions decode(Octets arguments, boolean lenient) throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(arguments.bytes());
    QueueOptions.Builder options = QueueOptions.builder();
    String deadLetterExchange = "";
    boolean hasDeadLetters = false;
    int last = 0;
    try {
      while (in.hasRemaining()) {
        require(in.remaining() >= 1 + Integer.BYTES, "entry cut short", last);
        int id = in.get() & 0xff;
        int size = in.getInt();
        require(size >= 0 && size <= in.remaining(), "value past the end", id);
        require(id > last, "id out of order", id);
        last = id;
        ByteBuffer value = in.slice(in.position(), size);
        in.position(in.position() + size);
        switch (id) {
          case MESSAGE_TTL -> options.messageTtl(Duration.ofMillis(number(id, value)));
          case EXPIRES -> options.expires(Duration.ofMillis(number(id, value)));
          case MAX_LENGTH -> options.maxLength(number(id, value));
          case MAX_BYTES -> options.maxBytes(number(id, value));
          case OVERFLOW -> options.overflow(overflow(value));
          case DELIVERY_LIMIT ->
              options.deliveryLimit((int) Math.min(number(id, value), Integer.MAX_VALUE));
          case DEAD_LETTER_EXCHANGE -> {
            hasDeadLetters = true;
            deadLetterExchange = name(id, value);
            options.deadLetterTo(deadLetterExchange);
          }
          case DEAD_LETTER_KEY -> {
            require(hasDeadLetters, "key without a dead-letter exchange", id);
            options.deadLetterTo(deadLetterExchange, name(id, value));
          }
          case MAX_PRIORITY -> options.maxPriority(small(id, value));
          default -> require(lenient, "not known here", id);
        }
      }
      return options.build();
    } catch (IllegalArgumentException outOfRange) {
      throw new ProtocolException(INVALID_ARGUMENT, String.valueOf(outOfRange.getMessage()));
    }
  }

  private static long number(int id, ByteBuffer value) throws ProtocolException {
    require(value.remaining() == Long.BYTES, "not eight bytes", id);
    long number = value.getLong();
    require(number >= 0, "value beyond 2^63-1", id);
    return number;
  }

  private static int small(int id, ByteBuffer value) throws ProtocolException {
    require(value.remaining() == 1, "not one byte", id);
    return value.get() & 0xff;
  }

  @SuppressWarnings("EnumOrdinal") // the order is the number on the wire
  private static Overflow overflow(ByteBuffer value) throws ProtocolException {
    int number = small(OVERFLOW, value);
    require(number >= 1 && number <= Overflow.values().length, "no such value", OVERFLOW);
    return Overflow.values()[number - 1];
  }

  private static String name(int id, ByteBuffer value) throws ProtocolException {
    String name;
    try {
      name = StandardCharsets.UTF_8.newDecoder().decode(value).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException(INVALID_ARGUMENT, "not UTF-8: argument=%d".formatted(id));
    }
    require(Names.isRoutingKey(name), "no name", id);
    return name;
  }

  private static void require(boolean holds, String problem, int id) throws ProtocolException {
    if (!holds) {
      throw new ProtocolException(INVALID_ARGUMENT, "%s: argument=%d".formatted(problem, id));
    }
  }

  private static void number(ByteBuffer out, int id, long value) {
    out.put((byte) id).putInt(Long.BYTES).putLong(value);
  }

  private static void small(ByteBuffer out, int id, int value) {
    out.put((byte) id).putInt(1).put((byte) value);
  }

  private static void name(ByteBuffer out, int id, String name) {
    if (!Names.isRoutingKey(name)) {
      throw new IllegalArgumentException(
          "name too long, or with control characters: argument=%d, name=%s".formatted(id, name));
    }
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    out.put((byte) id).putInt(utf8.length).put(utf8);
  }
}
