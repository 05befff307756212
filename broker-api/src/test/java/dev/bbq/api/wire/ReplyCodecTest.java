// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.ErrorCode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCodecTest {

  private final ReplyCodec codec = new ReplyCodec();

  @Test
  void shouldCountConfirmsInARow() throws ProtocolException {
    ByteBuffer in = ByteBuffer.wrap(new byte[] {1, 1, 1});
    assertThat(codec.read(in)).isEqualTo(new Reply.Confirmed(3));
    assertThat(codec.read(in)).isNull();
  }

  @Test
  void shouldReadEachKindOfReply() throws ProtocolException {
    assertThat(read(ReplyCodec.encode(Reply.REFUSED, ErrorCode.UNROUTABLE, "a")))
        .containsExactly(new Reply.Refused(ErrorCode.UNROUTABLE, "a"));
    assertThat(read(ReplyCodec.encode(Reply.UNKNOWN, ErrorCode.OUTCOME_UNKNOWN, "b")))
        .containsExactly(new Reply.Unknown(ErrorCode.OUTCOME_UNKNOWN, "b"));
    assertThat(read(ReplyCodec.encode(Reply.ENDED, ErrorCode.TOO_LARGE, "")))
        .containsExactly(new Reply.Ended(ErrorCode.TOO_LARGE, ""));
  }

  @Test
  void shouldEndARunOfConfirmsAtAnotherReply() throws ProtocolException {
    byte[] bytes =
        Bytes.concat(
            List.of(
                new byte[] {1, 1},
                ReplyCodec.encode(Reply.REFUSED, ErrorCode.BLOCKED, "\1\1"),
                new byte[] {1}));
    assertThat(read(bytes))
        .containsExactly(
            new Reply.Confirmed(2),
            new Reply.Refused(ErrorCode.BLOCKED, "\1\1"),
            new Reply.Confirmed(1));
  }

  @Test
  void shouldGiveTheSameRepliesForAnySplit() {
    Trials.run(
        500,
        random -> {
          List<Reply> replies = replies(random);
          byte[] bytes = encode(replies);
          List<ByteBuffer> pieces =
              random.nextInt(3) == 0 ? Bytes.one(bytes) : Bytes.split(bytes, random);
          assertThat(joined(readAll(pieces))).isEqualTo(joined(replies));
        });
  }

  @Test
  void shouldGiveTheSameRepliesWhereverABurstIsCut() throws ProtocolException {
    List<Reply> replies =
        List.of(
            new Reply.Confirmed(2),
            new Reply.Refused(ErrorCode.UNKNOWN_EXCHANGE, "no such exchange: exchange=ö"),
            new Reply.Confirmed(1),
            new Reply.Unknown(ErrorCode.OUTCOME_UNKNOWN, ""),
            new Reply.Ended(ErrorCode.MALFORMED_BLOCK, "x"));
    byte[] bytes = encode(replies);
    for (int cut = 0; cut <= bytes.length; cut++) {
      List<ByteBuffer> pieces =
          List.of(ByteBuffer.wrap(bytes, 0, cut), ByteBuffer.wrap(bytes, cut, bytes.length - cut));
      assertThat(joined(readAll(pieces))).as("cut at %d", cut).isEqualTo(replies);
    }
  }

  private static List<Reply> replies(Random random) {
    List<Reply> replies = new ArrayList<>();
    int count = 1 + random.nextInt(10);
    for (int i = 0; i < count; i++) {
      ErrorCode code = RandomValues.code(random);
      String reason = RandomValues.text(random, random.nextInt(5) == 0 ? 250 : 10);
      replies.add(
          switch (random.nextInt(4)) {
            case 0 -> new Reply.Refused(code, reason);
            case 1 -> new Reply.Unknown(code, reason);
            case 2 -> new Reply.Ended(code, reason);
            default -> new Reply.Confirmed(1 + random.nextInt(20));
          });
    }
    return replies;
  }

  private static byte[] encode(List<Reply> replies) {
    return Bytes.concat(replies.stream().map(ReplyCodecTest::encode).toList());
  }

  private static byte[] encode(Reply reply) {
    return switch (reply) {
      case Reply.Confirmed r -> {
        byte[] confirms = new byte[r.count()];
        java.util.Arrays.fill(confirms, Reply.CONFIRMED);
        yield confirms;
      }
      case Reply.Refused r -> ReplyCodec.encode(Reply.REFUSED, r.code(), r.reason());
      case Reply.Unknown r -> ReplyCodec.encode(Reply.UNKNOWN, r.code(), r.reason());
      case Reply.Ended r -> ReplyCodec.encode(Reply.ENDED, r.code(), r.reason());
    };
  }

  /** Makes one of confirms in a row. */
  private static List<Reply> joined(List<Reply> replies) {
    List<Reply> joined = new ArrayList<>();
    for (Reply reply : replies) {
      if (reply instanceof Reply.Confirmed more
          && !joined.isEmpty()
          && joined.get(joined.size() - 1) instanceof Reply.Confirmed some) {
        joined.set(joined.size() - 1, new Reply.Confirmed(some.count() + more.count()));
      } else {
        joined.add(reply);
      }
    }
    return joined;
  }

  @Test
  void shouldTakeAReasonAtTheLimitWhole() throws ProtocolException {
    String reason = "x".repeat(Reply.MAX_REASON_BYTES);
    assertThat(read(ReplyCodec.encode(Reply.REFUSED, ErrorCode.BLOCKED, reason)))
        .containsExactly(new Reply.Refused(ErrorCode.BLOCKED, reason));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ö", "€", "𝄞"})
  void shouldCutALongReasonBetweenCharacters(String character) throws ProtocolException {
    int bytes = character.getBytes(UTF_8).length;
    for (int lead = 0; lead < bytes; lead++) {
      String reason = "a".repeat(lead) + character.repeat(Reply.MAX_REASON_BYTES);
      String cut = "a".repeat(lead) + character.repeat((Reply.MAX_REASON_BYTES - lead) / bytes);
      assertThat(read(ReplyCodec.encode(Reply.ENDED, ErrorCode.INTERNAL, reason)))
          .containsExactly(new Reply.Ended(ErrorCode.INTERNAL, cut));
    }
  }

  @Test
  void shouldReadAnUnknownErrorCodeAsUnrecognized() throws ProtocolException {
    assertThat(read(new byte[] {2, 0x12, 0x34, 0, 0}))
        .containsExactly(new Reply.Refused(ErrorCode.UNRECOGNIZED, ""));
  }

  @Test
  void shouldReplaceWhatIsNoUtf8InAReason() throws ProtocolException {
    assertThat(read(new byte[] {2, 0, 20, 0, 2, 'a', (byte) 0xff}))
        .containsExactly(new Reply.Refused(ErrorCode.BLOCKED, "a\ufffd"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 127, 128, 255})
  void shouldRefuseAnUnknownKindByItsFirstByte(int kind) {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> codec.read(ByteBuffer.wrap(new byte[] {(byte) kind})))
        .withMessage("no such reply: kind=%d", kind)
        .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
  }

  @Test
  void shouldRefuseAReasonOverTheLimit() {
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> codec.read(ByteBuffer.wrap(new byte[] {2, 0, 1, 4, 1})))
        .withMessage("reason too long: length=1025")
        .returns(ErrorCode.MALFORMED_BLOCK, ProtocolException::code);
  }

  @Test
  void shouldEndInRepliesOrARefusalForAnyBytes() {
    Trials.run(
        5000,
        random -> {
          byte[] bytes = Bytes.mutate(encode(replies(random)), random);
          try {
            readAll(Bytes.split(bytes, random));
          } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.MALFORMED_BLOCK);
          }
        });
  }

  private static List<Reply> read(byte[] bytes) throws ProtocolException {
    return readAll(List.of(ByteBuffer.wrap(bytes)));
  }

  private static List<Reply> readAll(List<ByteBuffer> pieces) throws ProtocolException {
    ReplyCodec codec = new ReplyCodec();
    List<Reply> replies = new ArrayList<>();
    for (ByteBuffer piece : pieces) {
      for (Reply reply = codec.read(piece); reply != null; reply = codec.read(piece)) {
        replies.add(reply);
      }
      assertThat(piece.hasRemaining()).isFalse();
    }
    return replies;
  }
}
