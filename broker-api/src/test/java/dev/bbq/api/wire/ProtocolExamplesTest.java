// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.StoreCapabilities.Durability;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks each byte example of docs/protocol.md against the codec, both ways. */
class ProtocolExamplesTest {

  private static final int DELIVERY_FIXED_BYTES = Long.BYTES + Integer.BYTES;
  private static final BlockLimits ANY = tag -> BlockCodec.MAX_TOTAL;

  private static final MessageProperties ID_AND_HEADER =
      MessageProperties.builder().messageId("m-1").header("tenant", "acme").build();

  private static final Map<String, byte[]> WRITTEN = ProtocolDocument.read().examples();
  private static final Map<String, List<?>> MEANT = meant();

  private record Send(String exchange, String key, String body, MessageProperties properties) {}

  private record Deliver(long number, int redeliveries, Send message) {}

  private static Map<String, List<?>> meant() {
    Map<String, List<?>> meant = new LinkedHashMap<>();
    messages(meant);
    replies(meant);
    control(meant);
    consuming(meant);
    requests(meant);
    lists(meant);
    looks(meant);
    return meant;
  }

  private static void messages(Map<String, List<?>> meant) {
    MessageProperties everything =
        MessageProperties.builder()
            .messageId("m-1")
            .correlationId("c-7")
            .replyTo("answers")
            .contentType("text/plain")
            .timestamp(Instant.parse("2026-01-01T00:00:00Z"))
            .timeToLive(Duration.ofSeconds(60))
            .priority(5)
            .notBefore(Instant.parse("2026-01-01T00:00:01Z"))
            .producer("till", 42)
            .traceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .traceState("vendor=1")
            .resent(true)
            .header("city", "Zürich")
            .header("count", -3)
            .header("ratio", new HeaderValue.Real(0.25))
            .header("final", true)
            .header("hash", new HeaderValue.Bytes(new byte[] {(byte) 0xca, (byte) 0xfe}))
            .build();
    meant.put("send-three-fields", List.of(send("", "orders", "hello")));
    meant.put("send-properties", List.of(new Send("", "orders", "hello", ID_AND_HEADER)));
    meant.put("send-all-properties", List.of(new Send("", "q", "", everything)));
    meant.put(
        "send-pipelined", List.of(send("", "a", "1"), send("x", "a", "2"), send("", "a", "3")));
    meant.put("delv", List.of(new Deliver(1, 0, send("", "orders", "hello"))));
    meant.put(
        "delv-redelivered",
        List.of(new Deliver(2, 1, new Send("", "orders", "hello", ID_AND_HEADER))));
  }

  private static Send send(String exchange, String key, String body) {
    return new Send(exchange, key, body, MessageProperties.NONE);
  }

  private static void replies(Map<String, List<?>> meant) {
    meant.put("reply-confirmed", List.of(new Reply.Confirmed(1)));
    meant.put(
        "reply-refused",
        List.of(
            new Reply.Refused(ErrorCode.UNKNOWN_EXCHANGE, "no such exchange: exchange=orders")));
    meant.put(
        "reply-outcome-unknown",
        List.of(new Reply.Unknown(ErrorCode.OUTCOME_UNKNOWN, "store failed")));
    meant.put("reply-protocol-error", List.of(new Reply.Ended(ErrorCode.MALFORMED_BLOCK, "")));
    meant.put(
        "replies-pipelined",
        List.of(
            new Reply.Confirmed(1),
            new Reply.Refused(ErrorCode.UNKNOWN_EXCHANGE, ""),
            new Reply.Confirmed(1)));
  }

  private static void control(Map<String, List<?>> meant) {
    meant.put("helo", List.of(new Block.Hello(1, 1, "grill/1.0")));
    meant.put(
        "welc",
        List.of(new Block.Welcome(1, "bbq/0.1", "CN=till-7,O=Shop", 16 << 20, 65_536, 8000)));
    meant.put(
        "helo-refused",
        List.of(
            new Block.Fail(ErrorCode.UNSUPPORTED_VERSION, "no version in common: spoken=1..1")));
    meant.put("chal", List.of(ProofExample.CHALLENGE));
    meant.put("prov", List.of(ProofExample.PROOF));
    meant.put("ping", List.of(new Block.Ping(7)));
    meant.put("pong", List.of(new Block.Pong(7)));
    meant.put("gbye", List.of(new Block.Goodbye(ErrorCode.SHUTTING_DOWN, "restart")));
    meant.put("blck", List.of(new Block.Blocked(ErrorCode.BLOCKED, "memory")));
    meant.put("unbl", List.of(new Block.Unblocked()));
  }

  private static void consuming(Map<String, List<?>> meant) {
    meant.put("recv", List.of(new Block.Receive("orders", 1000, 1 << 20)));
    meant.put("cred", List.of(new Block.SetCredit(0, 0)));
    meant.put("setl-one", List.of(new Block.Settle(Block.Outcome.ACK, 2, 2)));
    meant.put("setl-up-to", List.of(new Block.Settle(Block.Outcome.NACK, 0, 5)));
    meant.put("done", List.of(new Block.Done()));
  }

  private static void requests(Map<String, List<?>> meant) {
    meant.put("xdec", List.of(new Block.DeclareExchange("logs", ExchangeType.TOPIC, true)));
    meant.put("xdel", List.of(new Block.DeleteExchange("logs")));
    meant.put("qdec", List.of(new Block.DeclareQueue("orders", Octets.NONE)));
    meant.put("qdel", List.of(new Block.DeleteQueue("orders")));
    meant.put("purg", List.of(new Block.Purge("orders")));
    meant.put("bind", List.of(new Block.Bind("errors", "logs", "*.error")));
    meant.put("unbd", List.of(new Block.Unbind("errors", "logs", "*.error")));
    meant.put("okay", List.of(new Block.Okay(0)));
    meant.put(
        "fail", List.of(new Block.Fail(ErrorCode.UNKNOWN_QUEUE, "no such queue: queue=orders")));
  }

  private static void lists(Map<String, List<?>> meant) {
    meant.put("list-exchanges", List.of(new Block.ListAll(Block.Kind.EXCHANGES)));
    meant.put(
        "list-exchanges-answer",
        List.of(
            new Block.ExchangeItem(new ExchangeInfo("logs", ExchangeType.TOPIC, true, 5)),
            new Block.Okay(1)));
    meant.put("list-queues", List.of(new Block.ListAll(Block.Kind.QUEUES)));
    meant.put(
        "list-queues-answer",
        List.of(
            new Block.QueueItem(
                new QueueInfo("errors", QueueOptions.NONE, 0, 0, 0, 0, MessageCounts.NONE)),
            new Block.QueueItem(
                new QueueInfo(
                    "orders",
                    QueueOptions.builder().maxLength(10_000).build(),
                    1200,
                    0,
                    30,
                    2,
                    MessageCounts.of(5000, 3800, 3760, 8, Map.of(MessageCounts.REJECTED, 10L)))),
            new Block.Okay(2)));
    meant.put("list-bindings", List.of(new Block.ListAll(Block.Kind.BINDINGS)));
    meant.put(
        "list-bindings-answer",
        List.of(
            new Block.BindingItem(new BindingInfo("logs", "errors", "*.error")),
            new Block.Okay(1)));
  }

  private static void looks(Map<String, List<?>> meant) {
    SortedMap<String, Long> streams = new TreeMap<>(Map.of("control", 1L, "publish", 2L));
    meant.put("list-connections", List.of(new Block.ListAll(Block.Kind.CONNECTIONS)));
    meant.put(
        "list-connections-answer",
        List.of(
            new Block.ConnectionItem(
                new ConnectionInfo(
                    7,
                    "CN=till-7,O=Shop",
                    "192.0.2.7:50123",
                    "netty-quic",
                    "grill/1.0",
                    Instant.parse("2026-01-01T00:00:00Z"),
                    false,
                    Duration.ofMillis(1500),
                    streams,
                    5000,
                    2,
                    0)),
            new Block.Okay(1)));
    meant.put("list-broker", List.of(new Block.ListAll(Block.Kind.BROKER)));
    meant.put(
        "list-broker-answer",
        List.of(
            new Block.BrokerItem(
                new BrokerStatus(
                    "bbq/0.1",
                    1,
                    "netty-quic",
                    "memory",
                    Durability.MEMORY,
                    false,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    Duration.ofMinutes(1),
                    Optional.of("short of memory"),
                    new BrokerStatus.Memory(1 << 20, 1 << 10, 1 << 19, 3 << 20, 4 << 20),
                    new BrokerStatus.Totals(1, 9, 1, 2, 1, 2, 1200, 0, 30),
                    MessageCounts.of(
                        5000,
                        3800,
                        3760,
                        8,
                        Map.of(MessageCounts.REJECTED, 10L, MessageCounts.UNROUTABLE, 5L)))),
            new Block.Okay(1)));
  }

  static Set<String> names() {
    return MEANT.keySet();
  }

  @Test
  void shouldHaveACounterpartForEachExampleAndAnExampleForEachCounterpart() {
    assertThat(WRITTEN.keySet()).containsExactlyInAnyOrderElementsOf(MEANT.keySet());
  }

  @Test
  void shouldShowAnExampleOfEachTag() {
    Set<Integer> shown = new HashSet<>();
    MEANT.values().forEach(all -> all.forEach(value -> shown.add(tagOf(value))));
    assertThat(shown).containsAll(Tags.byName().values());
  }

  private static int tagOf(Object value) {
    return value instanceof Reply ? 0 : ByteBuffer.wrap(encode(value)).getInt();
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldEncodeToTheBytesOfTheExample(String name) {
    byte[] encoded =
        Bytes.concat(MEANT.get(name).stream().map(ProtocolExamplesTest::encode).toList());
    assertThat(encoded).asHexString().isEqualTo(hex(WRITTEN.get(name)));
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().withUpperCase().formatHex(bytes);
  }

  @ParameterizedTest
  @MethodSource("names")
  void shouldDecodeTheBytesOfTheExample(String name) throws ProtocolException {
    List<?> meant = MEANT.get(name);
    byte[] bytes = WRITTEN.get(name);
    List<?> decoded = meant.get(0) instanceof Reply ? decodeReplies(bytes) : decodeBlocks(bytes);
    assertThat(decoded).isEqualTo(meant);
  }

  private static byte[] encode(Object value) {
    return switch (value) {
      case Send send -> Bytes.block(Tag.SEND, encodeMessage(send));
      case Deliver d -> {
        byte[] fixed =
            ByteBuffer.allocate(DELIVERY_FIXED_BYTES)
                .putLong(d.number())
                .putInt(d.redeliveries())
                .array();
        yield Bytes.block(Tag.DELV, Bytes.concat(List.of(fixed, encodeMessage(d.message()))));
      }
      case Block block -> BlockCodec.encode(block);
      case Reply.Confirmed confirmed -> {
        byte[] bytes = new byte[confirmed.count()];
        Arrays.fill(bytes, Reply.CONFIRMED);
        yield bytes;
      }
      case Reply.Refused r -> ReplyCodec.encode(Reply.REFUSED, r.code(), r.reason());
      case Reply.Unknown r -> ReplyCodec.encode(Reply.UNKNOWN, r.code(), r.reason());
      case Reply.Ended r -> ReplyCodec.encode(Reply.ENDED, r.code(), r.reason());
      default -> throw new AssertionError("no such example: " + value);
    };
  }

  private static byte[] encodeMessage(Send send) {
    return Bytes.message(
        send.exchange(), send.key(), send.body().getBytes(UTF_8), send.properties());
  }

  private static List<Reply> decodeReplies(byte[] bytes) throws ProtocolException {
    ReplyCodec codec = new ReplyCodec();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Reply> replies = new ArrayList<>();
    for (Reply reply = codec.read(in); reply != null; reply = codec.read(in)) {
      replies.add(reply);
    }
    return replies;
  }

  private static List<?> decodeBlocks(byte[] bytes) throws ProtocolException {
    BlockReader reader = new BlockReader(ANY);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    List<Object> decoded = new ArrayList<>();
    while (reader.read(in)) {
      decoded.add(decodeBlock(reader.tag(), reader.payload()));
    }
    assertThat(reader.inBlock()).isFalse();
    return decoded;
  }

  private static Object decodeBlock(int tag, byte[] payload) throws ProtocolException {
    if (tag == Tag.SEND) {
      return decodeMessage(payload, 0);
    } else if (tag == Tag.DELV) {
      ByteBuffer fixed = ByteBuffer.wrap(payload);
      return new Deliver(
          fixed.getLong(), fixed.getInt(), decodeMessage(payload, DELIVERY_FIXED_BYTES));
    }
    return Tags.fromClient().contains(tag)
        ? BlockCodec.decodeRequest(tag, payload)
        : BlockCodec.decodeResponse(tag, payload);
  }

  private static Send decodeMessage(byte[] payload, int from) throws ProtocolException {
    SendLayout layout = new SendLayout(BlockCodec.MAX_TOTAL);
    layout.parse(payload, from);
    return new Send(
        Names.decode("exchange", payload, layout.exchangeStart(), layout.exchangeLength()),
        Names.decode("routing key", payload, layout.keyStart(), layout.keyLength()),
        Names.decode("message", payload, layout.bodyStart(), layout.bodyLength()),
        layout.hasProperties()
            ? PropertiesCodec.decode(payload, layout.propertiesStart(), layout.propertiesLength())
            : MessageProperties.NONE);
  }
}
