// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.block;
import static dev.bbq.it.support.Bytes.blockOfTotal;
import static dev.bbq.it.support.Bytes.field;
import static dev.bbq.it.support.Bytes.join;
import static dev.bbq.it.support.Bytes.send;
import static dev.bbq.it.support.Bytes.u64;
import static dev.bbq.it.support.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.it.support.Bytes;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEND blocks whose bytes break the rules. */
final class MalformedSendTest extends HostilePeerTest {

  private static final long TWO_TO_63 = 1L << 63;
  private static final long TWO_TO_64_LESS_1 = -1;
  private static final byte[] GOOD = send("", QUEUE, "good");

  @ParameterizedTest
  @MethodSource({"wrongTotals", "wrongFields", "trailingBytes", "invalidUtf8"})
  void shouldStoreNothingOfTheBlockAndAnswerWhatCameBefore(byte[] bad, ErrorCode code) {
    RawStream stream = client.open().write(join(GOOD, bad, GOOD));

    assertConfirmed(stream);
    assertThat(stream.takeReply()).matches(reply -> reply.ends(code), "ends with " + code);
    stream.awaitEnd();
    assertThat(ready()).isEqualTo(1);
  }

  static Stream<Arguments> wrongTotals() {
    byte[] fields = join(field(""), field(QUEUE), field("hello"));
    return Stream.of(
        badTotal("0", 0, fields, ErrorCode.MALFORMED_BLOCK),
        badTotal("too short for three fields", 23, fields, ErrorCode.MALFORMED_BLOCK),
        badTotal("one too short", fields.length - 1, fields, ErrorCode.MALFORMED_BLOCK),
        badTotal("one too long", fields.length + 1, fields, ErrorCode.MALFORMED_BLOCK),
        badTotal("2^31", 1L << 31, fields, ErrorCode.TOO_LARGE),
        badTotal("2^63-1", Long.MAX_VALUE, fields, ErrorCode.TOO_LARGE),
        badTotal("2^63", TWO_TO_63, fields, ErrorCode.TOO_LARGE),
        badTotal("2^64-1", TWO_TO_64_LESS_1, fields, ErrorCode.TOO_LARGE));
  }

  private static Arguments badTotal(String name, long total, byte[] fields, ErrorCode code) {
    return arguments(named("total " + name, blockOfTotal("SEND", total, fields)), code);
  }

  /** Each field of a block in turn says that it is longer or shorter than it is. */
  static Stream<Arguments> wrongFields() {
    List<String> names = List.of("exchange", "routing key", "message", "properties");
    List<byte[]> contents =
        List.of(utf8("logs"), utf8(QUEUE), utf8("hello"), HexFormat.of().parseHex("01000000016d"));
    List<Arguments> cases = new ArrayList<>();
    for (int fields = 3; fields <= 4; fields++) {
      for (int wrong = 0; wrong < fields; wrong++) {
        int length = contents.get(wrong).length;
        long[] lies = {
          length - 1, length + 1, Long.MAX_VALUE, TWO_TO_63, TWO_TO_64_LESS_1, 1L << 32 | length
        };
        for (long lie : lies) {
          String name =
              "%s of %d fields says %s".formatted(names.get(wrong), fields, Long.toHexString(lie));
          byte[] bad = withLie(contents.subList(0, fields), wrong, lie);
          cases.add(arguments(named(name, bad), ErrorCode.MALFORMED_BLOCK));
        }
      }
    }
    return cases.stream();
  }

  private static byte[] withLie(List<byte[]> contents, int wrong, long lie) {
    byte[] payload = {};
    for (int i = 0; i < contents.size(); i++) {
      byte[] content = contents.get(i);
      payload = join(payload, u64(i == wrong ? lie : content.length), content);
    }
    return block("SEND", payload);
  }

  static Stream<Arguments> trailingBytes() {
    byte[] three = join(field(""), field(QUEUE), field("hello"));
    byte[] four = join(three, field(""));
    return Stream.of(
        trailing("byte behind three fields", three, 1),
        trailing("seven bytes behind three fields", three, 7),
        trailing("byte behind four fields", four, 1),
        trailing("fifth field", four, 8));
  }

  private static Arguments trailing(String name, byte[] fields, int extra) {
    return arguments(
        named(name, block("SEND", fields, new byte[extra])), ErrorCode.MALFORMED_BLOCK);
  }

  static Stream<Arguments> invalidUtf8() {
    return Stream.of("ff", "c328", "c080", "eda080", "f4908080", "e282")
        .flatMap(
            hex -> {
              byte[] bad = HexFormat.of().parseHex(hex);
              return Stream.of(
                  arguments(
                      named("exchange " + hex, block("SEND", field(bad), field(QUEUE), field("m"))),
                      ErrorCode.INVALID_UTF8),
                  arguments(
                      named("routing key " + hex, block("SEND", field(""), field(bad), field("m"))),
                      ErrorCode.INVALID_UTF8));
            });
  }

  @Test
  void shouldEndTheStreamWhenItsInputEndsAnywhereWithinABlock() {
    for (int cut = 1; cut < GOOD.length; cut++) {
      RawStream stream = client.open().write(join(GOOD, Bytes.first(cut, GOOD))).finish();

      assertConfirmed(stream);
      assertThat(stream.takeReply())
          .as("cut after %d bytes", cut)
          .matches(reply -> reply.ends(ErrorCode.TRUNCATED_BLOCK));
      stream.awaitEnd();
    }
    assertThat(ready()).isEqualTo(GOOD.length - 1);
  }

  @Test
  void shouldEndTheStreamWhenItsOnlyBlockIsCutShort() {
    for (int cut = 4; cut < GOOD.length; cut++) {
      RawStream stream = client.open().write(Bytes.first(cut, GOOD)).finish();

      assertThat(stream.takeReply())
          .as("cut after %d bytes", cut)
          .matches(reply -> reply.ends(ErrorCode.TRUNCATED_BLOCK));
      stream.awaitEnd();
    }
    assertThat(ready()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HELO", "RECV", "CRED", "SETL", "QDEC", "LIST", "PING", "DELV", "XXXX", "send"})
  void shouldEndThePublishStreamOnATagThatDoesNotBelongThere(String tag) {
    RawStream stream = client.open().write(join(GOOD, GOOD, utf8(tag)));

    assertConfirmed(stream);
    assertConfirmed(stream);
    assertThat(stream.takeReply()).matches(reply -> reply.ends(ErrorCode.UNEXPECTED_TAG));
    stream.awaitEnd();
    assertThat(ready()).isEqualTo(2);
  }

  @Test
  void shouldTellThePeerToStopWritingAfterAnError() {
    Pair.assumeBrokerHas(TransportCapability.STOP_SENDING);
    RawStream stream = client.open().write(utf8("SENDSENDSEND"));
    assertThat(stream.takeReply()).matches(reply -> reply.ends(ErrorCode.TOO_LARGE));

    stream.awaitStopped();
  }

  @Test
  void shouldAnswerAThousandBlocksBeforeTheErrorThatFollowsThem() {
    RawStream stream = client.open().write(join(Bytes.times(1000, GOOD), utf8("XXXX"), GOOD));

    assertThat(stream.take(1000)).containsOnly(0x01);
    assertThat(stream.takeReply()).matches(reply -> reply.ends(ErrorCode.UNEXPECTED_TAG));
    stream.awaitEnd();
    assertThat(ready()).isEqualTo(1000);
  }
}
