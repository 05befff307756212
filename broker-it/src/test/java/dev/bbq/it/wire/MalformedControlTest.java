// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.block;
import static dev.bbq.it.support.Bytes.blockOfTotal;
import static dev.bbq.it.support.Bytes.field;
import static dev.bbq.it.support.Bytes.first;
import static dev.bbq.it.support.Bytes.join;
import static dev.bbq.it.support.Bytes.u64;
import static dev.bbq.it.support.Bytes.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.wire.Block;
import dev.bbq.it.support.Pair;
import dev.bbq.it.support.RawStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks on control, consume and request streams whose bytes break the rules. */
final class MalformedControlTest extends HostilePeerTest {

  private static final byte[] BAD_UTF8 = HexFormat.of().parseHex("6fc328");
  private static final byte[] HELLO = block("HELO", new byte[] {0, 1, 0, 1}, field("test"));
  private static final byte[] RECEIVE = receive(field(QUEUE));
  private static final byte[] DECLARE = block("QDEC", field(QUEUE), field(""));

  @ParameterizedTest
  @MethodSource({"invalidUtf8", "wrongLengths", "wrongValues", "wrongTags"})
  void shouldFailAndEndTheStream(byte[] good, byte[] bad, ErrorCode code) {
    if (Arrays.equals(good, HELLO)) {
      assumeFirstHello();
    }
    RawStream stream = client.open().write(join(good, bad, DECLARE));

    if (good.length > 0) {
      assertThat(stream.takeBlock()).isNotInstanceOf(Block.Fail.class);
    }
    assertThat(stream.takeFailure()).isEqualTo(code);
    stream.awaitEnd();
    assertThat(client.request(new Block.ListAll(Block.Kind.QUEUES))).hasSize(2); // one, and OKAY
  }

  static Stream<Arguments> invalidUtf8() {
    byte[] bad = field(BAD_UTF8);
    return Stream.of(
        alone("queue of RECV", receive(bad), ErrorCode.INVALID_UTF8),
        alone("queue of QDEC", block("QDEC", bad, field("")), ErrorCode.INVALID_UTF8),
        alone("queue of QDEL", block("QDEL", bad), ErrorCode.INVALID_UTF8),
        alone("queue of PURG", block("PURG", bad), ErrorCode.INVALID_UTF8),
        alone("queue of BIND", block("BIND", bad, field("x"), field("k")), ErrorCode.INVALID_UTF8),
        alone(
            "exchange of BIND", block("BIND", field("q"), bad, field("k")), ErrorCode.INVALID_UTF8),
        alone("key of BIND", block("BIND", field("q"), field("x"), bad), ErrorCode.INVALID_UTF8),
        alone("exchange of XDEC", block("XDEC", bad, new byte[] {1, 0}), ErrorCode.INVALID_UTF8));
  }

  static Stream<Arguments> wrongLengths() {
    return Stream.of(
        alone("total 2^63", blockOfTotal("QDEC", 1L << 63), ErrorCode.TOO_LARGE),
        alone("total 2^64-1", blockOfTotal("RECV", -1), ErrorCode.TOO_LARGE),
        alone("total 0", block("QDEC"), ErrorCode.MALFORMED_BLOCK),
        alone("name past the end", block("QDEL", u64(2), utf8("q")), ErrorCode.MALFORMED_BLOCK),
        alone("name of 2^63", block("QDEL", u64(1L << 63), utf8("q")), ErrorCode.MALFORMED_BLOCK),
        alone("name of 2^64-1", block("QDEL", u64(-1), utf8("q")), ErrorCode.MALFORMED_BLOCK),
        alone(
            "byte behind QDEC",
            block("QDEC", field("x"), field(""), new byte[1]),
            ErrorCode.MALFORMED_BLOCK),
        alone(
            "byte behind RECV",
            block("RECV", field(QUEUE), u64(1), u64(1), new byte[1]),
            ErrorCode.MALFORMED_BLOCK),
        after("byte behind CRED", RECEIVE, block("CRED", u64(1), u64(1), new byte[1])),
        after("SETL cut short", RECEIVE, block("SETL", new byte[] {1}, u64(1))),
        after("PING cut short", HELLO, block("PING", new byte[7])));
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        alone("exchange type 0", exchange(0, 0), ErrorCode.MALFORMED_BLOCK),
        alone("exchange type 4", exchange(4, 0), ErrorCode.MALFORMED_BLOCK),
        alone("flag 2", exchange(1, 2), ErrorCode.MALFORMED_BLOCK),
        alone("kind 0 of LIST", block("LIST", new byte[1]), ErrorCode.MALFORMED_BLOCK),
        alone("kind 6 of LIST", block("LIST", new byte[] {6}), ErrorCode.MALFORMED_BLOCK),
        alone(
            "credit of 2^63",
            block("RECV", field(QUEUE), u64(1L << 63), u64(1)),
            ErrorCode.MALFORMED_BLOCK),
        after("outcome 0", RECEIVE, settle(0)),
        after("outcome 5", RECEIVE, settle(5)));
  }

  static Stream<Arguments> wrongTags() {
    ErrorCode code = ErrorCode.UNEXPECTED_TAG;
    return Stream.of(
        arguments(named("HELO, then", HELLO), named("RECV", RECEIVE), code),
        arguments(named("HELO, then", HELLO), named("HELO", HELLO), code),
        arguments(named("HELO, then", HELLO), named("SEND", utf8("SEND")), code),
        arguments(named("HELO, then", HELLO), named("GBYE", utf8("GBYE")), code),
        arguments(named("RECV, then", RECEIVE), named("RECV", RECEIVE), code),
        arguments(named("RECV, then", RECEIVE), named("SEND", utf8("SEND")), code),
        arguments(named("RECV, then", RECEIVE), named("PING", utf8("PING")), code),
        arguments(named("RECV, then", RECEIVE), named("QDEC", DECLARE), code),
        arguments(named("QDEC, then", DECLARE), named("RECV", RECEIVE), code),
        arguments(named("QDEC, then", DECLARE), named("SEND", utf8("SEND")), code),
        arguments(named("QDEC, then", DECLARE), named("????", utf8("????")), code),
        arguments(named("QDEC, then", DECLARE), named("OKAY", utf8("OKAY")), code));
  }

  @Test
  void shouldFailWhenTheInputEndsAnywhereWithinABlock() {
    for (byte[] whole : new byte[][] {HELLO, RECEIVE, DECLARE}) {
      for (int cut = 4; cut < whole.length; cut++) {
        RawStream stream = client.open().write(first(cut, whole)).finish();

        assertThat(stream.takeFailure()).as("%d bytes", cut).isEqualTo(ErrorCode.TRUNCATED_BLOCK);
        stream.awaitEnd();
      }
    }
  }

  @Test
  void shouldRefuseAClientThatSpeaksNoCommonVersion() {
    RawStream stream = client.open().write(block("HELO", new byte[] {0, 2, 0, 9}, field("new")));

    assertThat(stream.takeFailure()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
    stream.awaitEnd();
  }

  @Test
  void shouldWelcomeAClientWhoseHelloHasMoreFieldsThanAreKnown() {
    assumeFirstHello();
    byte[] later = block("HELO", new byte[] {0, 1, 0, 2}, field("new"), field("and more"));

    assertThat(client.open().write(later).takeBlock()).isInstanceOf(Block.Welcome.class);
  }

  /** Without mutual TLS the client has said it before, to prove who it is. */
  private static void assumeFirstHello() {
    Pair.assumeBrokerHas(TransportCapability.MUTUAL_TLS);
  }

  private static Arguments alone(String name, byte[] bad, ErrorCode code) {
    return arguments(named("nothing, then", new byte[0]), named(name, bad), code);
  }

  private static Arguments after(String name, byte[] good, byte[] bad) {
    return arguments(named("good, then", good), named(name, bad), ErrorCode.MALFORMED_BLOCK);
  }

  private static byte[] receive(byte[] queue) {
    return block("RECV", queue, u64(1), u64(1));
  }

  private static byte[] exchange(int type, int flag) {
    return block("XDEC", field("x"), new byte[] {(byte) type, (byte) flag});
  }

  private static byte[] settle(int outcome) {
    return block("SETL", new byte[] {(byte) outcome}, u64(1), u64(1));
  }
}
