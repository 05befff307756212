// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.Delivery;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.Publisher;
import dev.bbq.api.Receiver;
import dev.bbq.api.RefusedException;
import dev.bbq.api.Topology.ExchangeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a publisher through an exchange into queues, and out again. */
@Tag("pairs")
final class RoutingJourneyTest extends JourneyTest {

  @Test
  void shouldRouteByTheDefaultExchangeToTheQueueThatTheKeyNames() {
    topology.declareQueue("others");

    publish("", QUEUE, List.of("mine"));

    assertThat(drain(QUEUE)).containsExactly("mine");
    assertThat(info("others").ready()).isZero();
  }

  @Test
  void shouldRouteByADirectExchangeToTheQueuesBoundWithThatKey() {
    topology.declareExchange("x", ExchangeType.DIRECT);
    topology.declareQueue("others");
    topology.bind(QUEUE, "x", "red");
    topology.bind("others", "x", "blue");

    publish("x", "red", List.of("rose"));

    assertThat(drain(QUEUE)).containsExactly("rose");
    assertThat(info("others").ready()).isZero();
  }

  @Test
  void shouldRouteByAFanoutExchangeToAllBoundQueues() {
    topology.declareExchange("x", ExchangeType.FANOUT);
    topology.declareQueue("others");
    topology.bind(QUEUE, "x", "");
    topology.bind("others", "x", "ignored");

    publish("x", "any", List.of("news"));

    assertThat(drain(QUEUE)).containsExactly("news");
    assertThat(drain("others")).containsExactly("news");
  }

  @ParameterizedTest
  @CsvSource({
    "a.b.c,    a.b.c,   true",
    "a.*.c,    a.b.c,   true",
    "a.*.c,    a.c,     false",
    "a.*.c,    a.b.b.c, false",
    "a.#,      a,       true",
    "a.#,      a.b.c.d, true",
    "a.#,      b.a,     false",
    "#,        '',      true",
    "#,        a.b,     true",
    "#.c,      a.b.c,   true",
    "#.b.#,    a.b.c,   true",
    "#.b.#,    a.c,     false",
    "*,        '',      false",
    "*.*,      a.,      true",
    "a*,       ab,      false",
    "a*,       a*,      true",
    "#.*,      a,       true",
    "#.*,      '',      false",
  })
  void shouldRouteByATopicExchangeToTheQueuesWhosePatternMatches(
      String pattern, String key, boolean matches) {
    topology.declareExchange("x", ExchangeType.TOPIC, true);
    topology.bind(QUEUE, "x", pattern);

    publish("x", key, List.of("m"));

    assertThat(info(QUEUE).ready()).isEqualTo(matches ? 1 : 0);
  }

  @Test
  void shouldGiveOneCopyToAQueueThatSeveralBindingsMatch() {
    topology.declareExchange("x", ExchangeType.TOPIC);
    topology.bind(QUEUE, "x", "a.*");
    topology.bind(QUEUE, "x", "*.b");
    topology.bind(QUEUE, "x", "#");

    publish("x", "a.b", List.of("once"));

    assertThat(drain(QUEUE)).containsExactly("once");
  }

  @Test
  void shouldRefuseWhatTheExchangeCantRoute() {
    topology.declareExchange("x", ExchangeType.TOPIC);

    assertThat(refusal("x", "nobody")).isEqualTo(ErrorCode.UNROUTABLE);
    assertThat(refusal("", "nobody")).isEqualTo(ErrorCode.UNROUTABLE);
    assertThat(refusal("nowhere", "k")).isEqualTo(ErrorCode.UNKNOWN_EXCHANGE);
  }

  @Test
  void shouldConfirmDropAndCountWhatADroppingExchangeCantRoute() {
    topology.declareExchange("x", ExchangeType.DIRECT, true);
    topology.bind(QUEUE, "x", "known");

    publish("x", "unknown", List.of("1", "2", "3"));
    publish("x", "known", List.of("4"));

    assertThat(drain(QUEUE)).containsExactly("4");
    assertThat(topology.exchanges())
        .containsExactly(new ExchangeInfo("x", ExchangeType.DIRECT, true, 3));
  }

  @Test
  void shouldRouteAnewAsSoonAsBindingsHaveChanged() {
    topology.declareExchange("x", ExchangeType.DIRECT, true);
    try (Publisher publisher = client.publisher()) {
      get(publisher.publish("x", "k", Message.of("before")));
      topology.bind(QUEUE, "x", "k");
      get(publisher.publish("x", "k", Message.of("bound")));
      topology.unbind(QUEUE, "x", "k");
      get(publisher.publish("x", "k", Message.of("after")));
    }

    assertThat(drain(QUEUE)).containsExactly("bound");
  }

  @Test
  void shouldCarryEveryPropertyUnchanged() {
    MessageProperties properties =
        MessageProperties.builder()
            .messageId("m-1")
            .correlationId("c-7")
            .replyTo("answers")
            .contentType("text/plain; charset=utf-8")
            .timestamp(Instant.ofEpochMilli(1_767_225_600_123L))
            .timeToLive(Duration.ofHours(1))
            .priority(9)
            .notBefore(Instant.ofEpochMilli(1))
            .producer("till", 42)
            .traceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .traceState("vendor=1")
            .resent(true)
            .header("city", "Zürich")
            .header("count", -3)
            .header("final", true)
            .header("ratio", new HeaderValue.Real(0.25))
            .header("hash", new HeaderValue.Bytes(new byte[] {0, -1, 1}))
            .build();
    Message sent = Message.of("body").with(properties);

    Delivery received = roundTrip(sent);

    assertThat(received.message()).isEqualTo(sent);
    assertThat(received.message().properties().headers().keySet())
        .containsExactly("city", "count", "final", "ratio", "hash");
    assertThat(received.exchange()).isEmpty();
    assertThat(received.routingKey()).isEqualTo(QUEUE);
    assertThat(received.queue()).isEqualTo(QUEUE);
    assertThat(received.redeliveries()).isZero();
    assertThat(received.number()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1200, 1350, 65_535, 65_536, 65_537, 1 << 20, 16 << 20})
  void shouldCarryABodyOfAnySizeUnchanged(int bytes) {
    byte[] body = new byte[bytes];
    new Random(bytes).nextBytes(body);

    assertThat(roundTrip(Message.of(body)).message().bytes()).isEqualTo(body);
  }

  @Test
  void shouldKeepTheOrderOfAPublisher() {
    List<String> numbers = publishNumbers(20_000);

    assertThat(drain(QUEUE)).containsExactlyElementsOf(numbers);
  }

  @Test
  void shouldKeepTheOrderOfEachOfSeveralPublishers() {
    List<Publisher> publishers = IntStream.range(0, 4).mapToObj(i -> client.publisher()).toList();
    List<CompletableFuture<Void>> confirms =
        IntStream.range(0, 4000)
            .mapToObj(i -> publishers.get(i % 4).publish("", QUEUE, Message.of(i % 4 + ":" + i)))
            .toList();
    confirms.forEach(JourneyTest::get);

    List<String> all = drain(QUEUE);

    assertThat(all).hasSize(4000);
    for (int p = 0; p < 4; p++) {
      String prefix = p + ":";
      assertThat(all.stream().filter(text -> text.startsWith(prefix)))
          .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text.substring(2));
  }

  private Delivery roundTrip(Message sent) {
    try (Publisher publisher = client.publisher();
        Receiver receiver = client.receiver(QUEUE)) {
      get(publisher.publish("", QUEUE, sent));
      Delivery delivery = next(receiver);
      delivery.ack();
      return delivery;
    }
  }

  private ErrorCode refusal(String exchange, String routingKey) {
    try (Publisher publisher = client.publisher()) {
      Throwable cause =
          get(
              publisher
                  .publish(exchange, routingKey, Message.of("m"))
                  .handle((done, failure) -> failure));
      assertThat(cause).isInstanceOf(RefusedException.class);
      return ((RefusedException) cause).code();
    }
  }
}
