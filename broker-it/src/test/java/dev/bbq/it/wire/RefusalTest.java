// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static dev.bbq.it.support.Bytes.block;
import static dev.bbq.it.support.Bytes.field;
import static dev.bbq.it.support.Bytes.join;
import static dev.bbq.it.support.Bytes.send;
import static dev.bbq.it.support.Bytes.u64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.it.support.RawReply;
import dev.bbq.it.support.RawStream;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sound blocks that can't be fulfilled: each is answered, and the stream goes on. */
final class RefusalTest extends HostilePeerTest {

  private static final String LONG = "x".repeat(256);

  @ParameterizedTest
  @MethodSource("messages")
  void shouldRefuseAMessageAndTakeTheNextOneOnTheSameStream(byte[] refused, ErrorCode code) {
    client.request(new Block.DeclareExchange("direct", ExchangeType.DIRECT, false));
    client.request(new Block.DeclareExchange("fanout", ExchangeType.FANOUT, false));
    client.request(new Block.Bind(QUEUE, "fanout", ""));

    RawStream stream =
        client.open().write(join(send("", QUEUE, "1"), refused, send("", QUEUE, "2"))).finish();

    assertConfirmed(stream);
    assertThat(stream.takeReply()).matches(reply -> reply.refuses(code), "refuses with " + code);
    assertConfirmed(stream);
    stream.awaitEnd();
    assertThat(ready()).isEqualTo(2);
  }

  static Stream<Arguments> messages() {
    byte[] badProperties = HexFormat.of().parseHex("0700000001ff"); // priority 255
    return Stream.of(
        message("unknown exchange", send("nowhere", QUEUE, "m"), ErrorCode.UNKNOWN_EXCHANGE),
        message("queue that is not there", send("", "nowhere", "m"), ErrorCode.UNROUTABLE),
        message("key that no binding has", send("direct", "k", "m"), ErrorCode.UNROUTABLE),
        message("exchange too long", send(LONG, QUEUE, "m"), ErrorCode.INVALID_NAME),
        message("exchange with a line end", send("a\nb", QUEUE, "m"), ErrorCode.INVALID_NAME),
        message("key too long", send("fanout", LONG, "m"), ErrorCode.INVALID_NAME),
        message("key with a line end", send("fanout", "a\nb", "m"), ErrorCode.INVALID_NAME),
        message(
            "properties out of range",
            block("SEND", field(""), field(QUEUE), field("m"), field(badProperties)),
            ErrorCode.INVALID_PROPERTIES));
  }

  private static Arguments message(String name, byte[] refused, ErrorCode code) {
    return arguments(named(name, refused), code);
  }

  @Test
  void shouldRefuseAThousandMessagesInTheirPlacesAmongThoseItKeeps() {
    RawStream stream = client.open();
    for (int i = 0; i < 1000; i++) {
      stream.write(join(send("", QUEUE, "kept"), send("nowhere", "", "refused")));
    }
    stream.finish();

    for (int i = 0; i < 1000; i++) {
      assertThat(stream.takeReply()).isEqualTo(RawReply.CONFIRMED);
      assertThat(stream.takeReply()).matches(r -> r.refuses(ErrorCode.UNKNOWN_EXCHANGE));
    }
    stream.awaitEnd();
    assertThat(ready()).isEqualTo(1000);
  }

  @Test
  void shouldRefuseToConsumeAQueueThatIsNotThere() {
    RawStream stream = client.open().write(block("RECV", field("nowhere"), u64(1), u64(1)));

    assertThat(stream.takeFailure()).isEqualTo(ErrorCode.UNKNOWN_QUEUE);
    stream.awaitEnd();
  }

  @ParameterizedTest
  @MethodSource("requests")
  void shouldRefuseARequestAndAnswerTheNextOneOnTheSameStream(byte[] refused, ErrorCode code) {
    client.request(new Block.DeclareExchange("direct", ExchangeType.DIRECT, false));

    RawStream stream = client.open().write(join(refused, block("PURG", field(QUEUE)))).finish();

    assertThat(stream.takeFailure()).isEqualTo(code);
    assertThat(stream.takeBlock()).isEqualTo(new Block.Okay(0));
    stream.awaitEnd();
  }

  static Stream<Arguments> requests() {
    byte[] topic = {3, 0};
    byte[] dropping = {1, 1};
    return Stream.of(
        message("purge", block("PURG", field("nowhere")), ErrorCode.UNKNOWN_QUEUE),
        message("bind a queue", bind("nowhere", "direct"), ErrorCode.UNKNOWN_QUEUE),
        message("bind to an exchange", bind(QUEUE, "nowhere"), ErrorCode.UNKNOWN_EXCHANGE),
        message("bind to the default exchange", bind(QUEUE, ""), ErrorCode.NOT_ALLOWED),
        message(
            "declare the default exchange", block("XDEC", field(""), topic), ErrorCode.NOT_ALLOWED),
        message("delete the default exchange", block("XDEL", field("")), ErrorCode.NOT_ALLOWED),
        message(
            "another type", block("XDEC", field("direct"), topic), ErrorCode.DECLARED_DIFFERENTLY),
        message(
            "another flag",
            block("XDEC", field("direct"), dropping),
            ErrorCode.DECLARED_DIFFERENTLY),
        message("no name", block("QDEC", field(""), field("")), ErrorCode.INVALID_NAME),
        message("long name", block("QDEC", field(LONG), field("")), ErrorCode.INVALID_NAME),
        message("control", block("XDEC", field("a\0b"), topic), ErrorCode.INVALID_NAME));
  }

  private static byte[] bind(String queue, String exchange) {
    return block("BIND", field(queue), field(exchange), field("key"));
  }

  @Test
  void shouldGrantWhatIsThereAlreadyOrGoneAlready() {
    List<Block.TopologyRequest> repeatable =
        List.of(
            new Block.DeclareQueue(QUEUE, Octets.NONE),
            new Block.DeclareExchange("direct", ExchangeType.DIRECT, true),
            new Block.DeclareExchange("direct", ExchangeType.DIRECT, true),
            new Block.Bind(QUEUE, "direct", "k"),
            new Block.Bind(QUEUE, "direct", "k"),
            new Block.Unbind(QUEUE, "direct", "k"),
            new Block.Unbind(QUEUE, "direct", "k"),
            new Block.DeleteExchange("direct"),
            new Block.DeleteExchange("direct"),
            new Block.Unbind(QUEUE, "direct", "k"),
            new Block.DeleteQueue("nowhere"),
            new Block.Unbind("nowhere", "direct", "k"));

    assertThat(repeatable)
        .allSatisfy(
            request -> assertThat(client.request(request)).containsExactly(new Block.Okay(0)));
  }
}
