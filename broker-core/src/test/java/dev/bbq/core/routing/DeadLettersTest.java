// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.DeadLetterHeaders;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.SendLayout;
import dev.bbq.core.queue.Intake;
import dev.bbq.core.queue.Wish;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Dead letters on their way from queue to queue; all of them expire, which needs no consumer. */
class DeadLettersTest {

  private final TestStore store = new TestStore();
  private final TestAlarms alarms = new TestAlarms();
  private final Topology topology = new Topology(store, TopologyLimits.DEFAULT, alarms);

  private void declare(String name, QueueOptions.Builder options) throws Exception {
    Await.result(topology.declareQueue(name, options.build()));
  }

  private static QueueOptions.Builder expiring() {
    return QueueOptions.builder().messageTtl(Duration.ofMillis(100));
  }

  private void publish(String queue, MessageProperties properties) throws Exception {
    Intake intake = new Intake();
    Route.To to = (Route.To) topology.route("", queue);
    assertThat(intake.add(to.queues(), message(queue, properties), Wish.of(properties))).isNull();
    assertThat(Await.result(intake.append(store))).isNull();
  }

  private void publish(String queue) throws Exception {
    publish(queue, MessageProperties.NONE);
  }

  private static byte[] message(String key, MessageProperties properties) {
    byte[] name = key.getBytes(UTF_8);
    byte[] tail = PropertiesCodec.encode(properties);
    ByteBuffer bytes = ByteBuffer.allocate(200 + tail.length);
    bytes.putLong(0).putLong(name.length).put(name).putLong(4).put("body".getBytes(UTF_8));
    if (tail.length > 0) {
      bytes.putLong(tail.length).put(tail);
    }
    byte[] message = new byte[bytes.position()];
    bytes.flip().get(message);
    return message;
  }

  private SendLayout only(String queue) throws Exception {
    assertThat(store.log(queue).records()).hasSize(1);
    SendLayout layout = new SendLayout(1 << 20);
    layout.parse(store.log(queue).records().get(0).message().bytes(), 0);
    return layout;
  }

  private MessageProperties properties(String queue) throws Exception {
    SendLayout layout = only(queue);
    return PropertiesCodec.decode(
        layout.payload(), layout.propertiesStart(), layout.propertiesLength());
  }

  private Map<String, Long> dropped(String queue) {
    return topology.queue(queue).status().counts().dropped();
  }

  @Test
  void shouldMoveAMessageAndTellWhyItCame() throws Exception {
    declare("grave", QueueOptions.builder());
    declare("q", expiring().deadLetterTo("", "grave"));
    publish("q");
    alarms.pass(100);

    assertThat(store.log("q").records()).isEmpty();
    assertThat(properties("grave").headers())
        .isEqualTo(
            Map.of(
                DeadLetterHeaders.REASON, new HeaderValue.Text("expired"),
                DeadLetterHeaders.QUEUE, new HeaderValue.Text("q"),
                DeadLetterHeaders.COUNT, new HeaderValue.Whole(1),
                DeadLetterHeaders.EXCHANGE, new HeaderValue.Text(""),
                DeadLetterHeaders.KEY, new HeaderValue.Text("q"),
                DeadLetterHeaders.HISTORY, new HeaderValue.Text("1 expired q")));
    SendLayout layout = only("grave");
    assertThat(new String(layout.payload(), layout.bodyStart(), layout.bodyLength(), UTF_8))
        .isEqualTo("body");
    assertThat(new String(layout.payload(), layout.keyStart(), layout.keyLength(), UTF_8))
        .isEqualTo("grave");
  }

  @Test
  void shouldKeepWhatAMessageSaysOfItselfButForItsTimes() throws Exception {
    declare("grave", QueueOptions.builder());
    declare("q", expiring().deadLetterTo("", "grave"));
    publish(
        "q",
        MessageProperties.builder()
            .messageId("7")
            .priority(3)
            .timeToLive(Duration.ofMillis(50))
            .header("mine", "x")
            .build());
    alarms.pass(100);

    assertThat(properties("grave"))
        .returns("7", p -> p.messageId().orElse(""))
        .returns(3, p -> p.priority().orElse(0))
        .returns(true, p -> p.timeToLive().isEmpty())
        .returns(new HeaderValue.Text("x"), p -> p.headers().get("mine"));
    alarms.pass(1_000_000);
    assertThat(store.log("grave").records()).hasSize(1);
  }

  @Test
  void shouldRouteByTheKeyThatTheMessageHas() throws Exception {
    declare("grave", QueueOptions.builder());
    topology.declareExchange("dlx", ExchangeType.TOPIC, false);
    topology.bind("grave", "dlx", "q.#");
    declare("q.a", expiring().deadLetterTo("dlx"));
    publish("q.a");
    alarms.pass(100);

    assertThat(store.log("grave").records()).hasSize(1);
  }

  @Test
  void shouldCountHowOftenAMessageHasLeft() throws Exception {
    declare("retry", expiring().deadLetterTo("", "q"));
    declare("q", expiring().deliveryLimit(1).deadLetterTo("", "retry"));
    publish("q");
    for (int i = 0; i < 3; i++) {
      failOnce("q");
      alarms.pass(100); // from retry back to q
    }

    assertThat(properties("q").headers())
        .containsEntry(
            DeadLetterHeaders.HISTORY, new HeaderValue.Text("3 expired retry\n3 delivery-limit q"))
        .containsEntry(DeadLetterHeaders.COUNT, new HeaderValue.Whole(3));
  }

  private void failOnce(String queue) {
    Failing.once(topology.queue(queue));
  }

  @Test
  void shouldDropWhatWouldGoRoundForEver() throws Exception {
    declare("a", expiring().deadLetterTo("", "b"));
    declare("b", expiring().deadLetterTo("", "a"));
    publish("a");
    alarms.pass(1_000);

    assertThat(dropped("b")).isEqualTo(Map.of(MessageCounts.DEAD_LETTER_CYCLE, 1L));
    assertThat(List.of(store.log("a").records(), store.log("b").records())).allMatch(List::isEmpty);
  }

  @Test
  void shouldDropWhatWouldComeBackToItsOwnQueue() throws Exception {
    declare("a", expiring().deadLetterTo(""));
    publish("a");
    alarms.pass(100);

    assertThat(dropped("a")).isEqualTo(Map.of(MessageCounts.DEAD_LETTER_CYCLE, 1L));
  }

  @Test
  void shouldDropWhatHasNowhereToGo() throws Exception {
    declare("a", expiring().deadLetterTo("nowhere"));
    declare("b", expiring().deadLetterTo("", "nobody"));
    publish("a");
    publish("b");
    alarms.pass(100);

    assertThat(List.of(dropped("a"), dropped("b")))
        .allMatch(Map.of(MessageCounts.NO_DEAD_LETTER_TARGET, 1L)::equals);
  }

  @Test
  void shouldKeepWhatItsTargetHasNoRoomFor() throws Exception {
    declare("grave", QueueOptions.builder().maxLength(1).overflow(Overflow.REJECT_PUBLISH));
    declare("q", expiring().deadLetterTo("", "grave"));
    publish("q");
    publish("q");
    alarms.pass(5_000);
    assertThat(store.log("q").records()).hasSize(1);
    Await.result(topology.purge("grave"));
    alarms.pass(1_000);

    assertThat(store.log("q").records()).isEmpty();
    assertThat(store.log("grave").records()).hasSize(1);
  }

  @Test
  void shouldKeepWhatTheStoreFailsToMove() throws Exception {
    declare("grave", QueueOptions.builder());
    declare("q", expiring().deadLetterTo("", "grave"));
    publish("q");
    store.failNext(Op.APPEND, 1);
    alarms.pass(100);
    assertThat(store.log("q").records()).hasSize(1);
    alarms.pass(1_000);

    assertThat(store.log("q").records()).isEmpty();
    assertThat(store.log("grave").records()).hasSize(1);
  }

  @Test
  void shouldMoveAMessageWithHeadersThatLeaveNoRoomForMore() throws Exception {
    declare("grave", QueueOptions.builder());
    declare("q", expiring().deadLetterTo("", "grave"));
    publish(
        "q",
        MessageProperties.builder()
            .header("big", new HeaderValue.Bytes(new byte[SendLayout.MAX_PROPERTIES_BYTES - 30]))
            .build());
    alarms.pass(100);

    assertThat(properties("grave").headers()).containsOnlyKeys("big");
  }

  @Test
  void shouldPassOverAHistoryThatMakesNoSense() throws Exception {
    declare("grave", QueueOptions.builder());
    declare("q", expiring().deadLetterTo("", "grave"));
    publish(
        "q",
        MessageProperties.builder()
            .header(DeadLetterHeaders.HISTORY, "x\n\n9 \n-1 expired q\n99999999999999999999 a b")
            .build());
    alarms.pass(100);

    assertThat(properties("grave").headers())
        .containsEntry(DeadLetterHeaders.HISTORY, new HeaderValue.Text("1 expired q"));
  }

  @Test
  void shouldDeleteAQueueThatNobodyUses() throws Exception {
    declare("q", QueueOptions.builder().expires(Duration.ofSeconds(1)));
    publish("q");
    alarms.pass(1_000);

    assertThat(topology.queueCount()).isZero();
    assertThat(topology.counts().dropped()).isEqualTo(Map.of(MessageCounts.DELETED, 1L));
  }
}
