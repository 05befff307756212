// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;

import dev.bbq.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the replies to SEND blocks from a stream's bytes, in whatever pieces they come, and makes
 * those that carry a reason.
 */
public final class ReplyCodec {

  private final ByteBuffer partial =
      ByteBuffer.allocate(Reply.ERROR_HEADER_BYTES + Reply.MAX_REASON_BYTES);

  /** Creates a reader at the start of a stream. */
  public ReplyCodec() {}

  /**
   * Returns the bytes of a reply that has a reason, which is cut to {@link Reply#MAX_REASON_BYTES}.
   */
  public static byte[] encode(byte kind, ErrorCode code, String reason) {
    byte[] text = cut(reason.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.allocate(Reply.ERROR_HEADER_BYTES + text.length)
        .put(kind)
        .putShort((short) code.number())
        .putShort((short) text.length)
        .put(text)
        .array();
  }

  /**
   * Takes the next reply; confirms in a row come as one.
   *
   * @return the reply, or null when the bytes end before one does
   * @throws ProtocolException if this is no reply
   */
  public @Nullable Reply read(ByteBuffer in) throws ProtocolException {
    if (partial.position() == 0) {
      int confirms = countConfirms(in);
      if (confirms > 0) {
        return new Reply.Confirmed(confirms);
      }
      if (!in.hasRemaining()) {
        return null;
      }
      requireKind(in.get(in.position()));
    }
    fill(in, Reply.ERROR_HEADER_BYTES);
    if (partial.position() < Reply.ERROR_HEADER_BYTES) {
      return null;
    }
    int length = partial.getShort(1 + Short.BYTES) & 0xffff;
    if (length > Reply.MAX_REASON_BYTES) {
      throw new ProtocolException(MALFORMED_BLOCK, "reason too long: length=%d".formatted(length));
    }
    fill(in, Reply.ERROR_HEADER_BYTES + length);
    if (partial.position() < Reply.ERROR_HEADER_BYTES + length) {
      return null;
    }
    partial.clear();
    ErrorCode code = ErrorCode.ofNumber(partial.getShort(1) & 0xffff);
    String reason =
        new String(partial.array(), Reply.ERROR_HEADER_BYTES, length, StandardCharsets.UTF_8);
    return switch (partial.get(0)) {
      case Reply.REFUSED -> new Reply.Refused(code, reason);
      case Reply.UNKNOWN -> new Reply.Unknown(code, reason);
      default -> new Reply.Ended(code, reason); // no other kind gets as far as this
    };
  }

  private static void requireKind(byte kind) throws ProtocolException {
    if (kind != Reply.REFUSED && kind != Reply.UNKNOWN && kind != Reply.ENDED) {
      throw new ProtocolException(MALFORMED_BLOCK, "no such reply: kind=%d".formatted(kind & 0xff));
    }
  }

  private static int countConfirms(ByteBuffer in) {
    int from = in.position();
    int at = from;
    while (at < in.limit() && in.get(at) == Reply.CONFIRMED) {
      at++;
    }
    in.position(at);
    return at - from;
  }

  private void fill(ByteBuffer in, int upTo) {
    int count = Math.min(upTo - partial.position(), in.remaining());
    for (int i = 0; i < count; i++) {
      partial.put(in.get());
    }
  }

  /** Returns a text of at most {@link Reply#MAX_REASON_BYTES}. */
  static byte[] cut(byte[] utf8) {
    if (utf8.length <= Reply.MAX_REASON_BYTES) {
      return utf8;
    }
    int end = Reply.MAX_REASON_BYTES;
    while ((utf8[end] & 0xc0) == 0x80) { // don't cut a character in two
      end--;
    }
    return Arrays.copyOf(utf8, end);
  }
}
