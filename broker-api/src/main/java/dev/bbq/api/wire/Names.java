// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static dev.bbq.api.ErrorCode.INVALID_UTF8;

import dev.bbq.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The rules for names and routing keys (docs/protocol.md, "Names"). */
public final class Names {

  /** The most bytes a name or a routing key may have. */
  public static final int MAX_BYTES = 255;

  private Names() {}

  /**
   * Returns text from UTF-8.
   *
   * @throws ProtocolException with {@link ErrorCode#INVALID_UTF8} if it is none
   */
  public static String decode(String field, byte[] bytes, int from, int length)
      throws ProtocolException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolException(
          INVALID_UTF8, "not UTF-8: field=%s, length=%d".formatted(field, length));
    }
  }

  /**
   * Tells whether this can be the name of an exchange or a queue: 1–255 bytes of UTF-8 without
   * control characters.
   */
  public static boolean isName(String name) {
    return !name.isEmpty() && isRoutingKey(name);
  }

  /**
   * Tells whether this can be a routing key: up to 255 bytes of UTF-8 without control characters.
   */
  public static boolean isRoutingKey(String key) {
    return utf8Length(key) <= MAX_BYTES && key.chars().noneMatch(Character::isISOControl);
  }

  /**
   * Returns how many bytes of UTF-8 a text takes, or more than {@link #MAX_BYTES} when it can't be
   * encoded.
   */
  public static int utf8Length(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
    } catch (CharacterCodingException loneSurrogate) {
      return Integer.MAX_VALUE;
    }
  }
}
