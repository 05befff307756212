// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.DeadLetterHeaders;
import dev.bbq.api.Delivery;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.Message;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.Publisher;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;
import dev.bbq.api.Receiver;
import dev.bbq.api.RefusedException;
import dev.bbq.it.support.Awaiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Options of queues, as a client declares them and sees what they do. */
final class QueueOptionsTest extends JourneyTest {

  private static final String GRAVE = "grave";

  @BeforeEach
  void declareGrave() {
    topology.declareQueue(GRAVE);
  }

  private static QueueOptions.Builder buried() {
    return QueueOptions.builder().deadLetterTo("", GRAVE);
  }

  private void declare(String queue, QueueOptions.Builder options) {
    topology.declareQueue(queue, options.build());
  }

  private CompletableFuture<Void> publish(
      Publisher publisher, String queue, String text, MessageProperties properties) {
    return publisher.publish("", queue, Message.of(text).with(properties));
  }

  private Delivery onlyOneIn(String queue) {
    try (Receiver receiver = client.receiver(queue)) {
      return next(receiver);
    }
  }

  private void assertBuried(String queue, String text, String reason) {
    Delivery dead = onlyOneIn(GRAVE);
    assertThat(dead.message().text()).isEqualTo(text);
    assertThat(dead.message().properties().headers())
        .containsEntry(DeadLetterHeaders.REASON, new HeaderValue.Text(reason))
        .containsEntry(DeadLetterHeaders.QUEUE, new HeaderValue.Text(queue));
    Awaiting.poll(
        "count of dead letters",
        () -> info(queue).counts().deadLettered().equals(Map.of(reason, 1L)));
  }

  @Test
  void shouldBuryWhatExpires() {
    declare("q", buried().messageTtl(Duration.ofMillis(50)));
    publish("", "q", List.of("late"));

    assertBuried("q", "late", MessageCounts.EXPIRED);
  }

  @Test
  void shouldBuryWhatExpiresByItsOwnTime() {
    declare("q", buried());
    try (Publisher publisher = client.publisher()) {
      get(
          publish(
              publisher,
              "q",
              "late",
              MessageProperties.builder().timeToLive(Duration.ofMillis(50)).build()));
    }

    assertBuried("q", "late", MessageCounts.EXPIRED);
  }

  @Test
  void shouldBuryWhatOverflows() {
    declare("q", buried().maxLength(2));
    publish("", "q", List.of("a", "b", "c"));

    assertBuried("q", "a", MessageCounts.OVERFLOW);
    assertThat(drain("q")).containsExactly("b", "c");
  }

  @Test
  void shouldBuryWhatIsRejected() {
    declare("q", buried());
    publish("", "q", List.of("bad"));
    try (Receiver receiver = client.receiver("q")) {
      next(receiver).reject();
    }

    assertBuried("q", "bad", MessageCounts.REJECTED);
  }

  @Test
  void shouldBuryWhatHasFailedTooOften() {
    declare("q", buried().deliveryLimit(3));
    publish("", "q", List.of("poison"));
    try (Receiver receiver = client.receiver("q")) {
      for (int i = 0; i < 3; i++) {
        next(receiver).nack();
      }
    }

    assertBuried("q", "poison", MessageCounts.DELIVERY_LIMIT);
  }

  @Test
  void shouldRefuseWhatAnyMatchedQueueHasNoRoomFor() {
    declare("small", QueueOptions.builder().maxBytes(60).overflow(Overflow.REJECT_PUBLISH));
    topology.declareExchange("all", ExchangeType.FANOUT);
    topology.bind("small", "all", "");
    topology.bind(QUEUE, "all", "");
    publish("all", "", List.of("a"));
    try (Publisher publisher = client.publisher()) {
      CompletableFuture<Void> refused = publisher.publish("all", "", Message.of("b".repeat(50)));

      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(refused::join)
          .withCauseInstanceOf(RefusedException.class)
          .satisfies(
              e -> {
                RefusedException cause = (RefusedException) e.getCause();
                assertThat(cause.code()).isEqualTo(ErrorCode.QUEUE_FULL);
                assertThat(cause).hasMessageContaining("small");
              });
    }
    assertThat(drain(QUEUE)).containsExactly("a");
  }

  @Test
  void shouldRefuseTheNewWhereTheOldHasToStay() {
    declare("q", QueueOptions.builder().maxLength(1).overflow(Overflow.REJECT_PUBLISH));
    publish("", "q", List.of("a"));
    try (Publisher publisher = client.publisher()) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(publisher.publish("", "q", Message.of("b"))::join)
          .havingCause()
          .withMessageContaining("no room: queue=q");
    }

    assertThat(drain("q")).containsExactly("a");
    publish("", "q", List.of("c"));
    assertThat(drain("q")).containsExactly("c");
  }

  @Test
  void shouldDropTheOldestUntilTheBytesFit() {
    declare("q", QueueOptions.builder().maxBytes(200));
    publish("", "q", List.of("a".repeat(80), "b".repeat(80), "c".repeat(10)));

    assertThat(drain("q")).containsExactly("b".repeat(80), "c".repeat(10));
    assertThat(info("q").counts().dropped()).isEqualTo(Map.of(MessageCounts.OVERFLOW, 1L));
  }

  @Test
  void shouldNotCountARequeueAsAFailure() {
    declare("q", buried().deliveryLimit(1));
    publish("", "q", List.of("a"));
    try (Receiver receiver = client.receiver("q")) {
      for (int i = 0; i < 5; i++) {
        next(receiver).requeue();
      }
      next(receiver).ack();
    }

    Awaiting.poll("ack", () -> info("q").counts().acked() == 1);
    assertThat(info("q").counts().deadLettered()).isEmpty();
  }

  @Test
  void shouldTellHowOftenAMessageWasBuried() {
    declare(
        "retry", QueueOptions.builder().messageTtl(Duration.ofMillis(20)).deadLetterTo("", "q"));
    declare("q", QueueOptions.builder().deliveryLimit(1).deadLetterTo("", "retry"));
    publish("", "q", List.of("again"));
    try (Receiver receiver = client.receiver("q")) {
      next(receiver).nack();
      next(receiver).nack();
      Delivery third = next(receiver);

      assertThat(third.message().properties().headers())
          .containsEntry(DeadLetterHeaders.COUNT, new HeaderValue.Whole(2))
          .containsEntry(DeadLetterHeaders.QUEUE, new HeaderValue.Text("retry"))
          .containsEntry(
              DeadLetterHeaders.HISTORY,
              new HeaderValue.Text("2 expired retry\n2 delivery-limit q"));
    }
  }

  @Test
  void shouldDropWhatWouldGoRoundForEver() {
    declare("a", QueueOptions.builder().messageTtl(Duration.ofMillis(20)).deadLetterTo("", "b"));
    declare("b", QueueOptions.builder().messageTtl(Duration.ofMillis(20)).deadLetterTo("", "a"));
    publish("", "a", List.of("dizzy"));

    Awaiting.poll(
        "drop of what came back",
        () -> info("b").counts().dropped().equals(Map.of(MessageCounts.DEAD_LETTER_CYCLE, 1L)));
  }

  @Test
  void shouldCountWhatHasNowhereToGo() {
    declare("q", QueueOptions.builder().maxLength(1).deadLetterTo("nowhere"));
    publish("", "q", List.of("a", "b"));

    Awaiting.poll(
        "drop of what has nowhere to go",
        () -> info("q").counts().dropped().equals(Map.of(MessageCounts.NO_DEAD_LETTER_TARGET, 1L)));
  }

  @Test
  void shouldKeepDeadLettersThatTheirTargetHasNoRoomFor() {
    declare("full", QueueOptions.builder().maxLength(1).overflow(Overflow.REJECT_PUBLISH));
    declare("q", QueueOptions.builder().maxLength(1).deadLetterTo("", "full"));
    publish("", "q", List.of("a", "b", "c"));

    Awaiting.poll("one that stays", () -> info("q").delayed() == 1);
    assertThat(drain("full")).hasSize(1);
    Awaiting.poll("it to follow", () -> info("full").ready() == 1 && info("q").delayed() == 0);
  }

  @Test
  void shouldDeliverTheUrgentFirst() {
    declare("q", QueueOptions.builder().maxPriority(9));
    try (Publisher publisher = client.publisher()) {
      for (int priority : new int[] {0, 5, 9, 5}) {
        get(
            publish(
                publisher,
                "q",
                "p" + priority,
                MessageProperties.builder().priority(priority).build()));
      }
    }

    assertThat(drain("q")).containsExactly("p9", "p5", "p5", "p0");
  }

  @Test
  void shouldDeliverNothingBeforeItsTime() {
    Instant due = Instant.now().plusMillis(300);
    try (Publisher publisher = client.publisher();
        Receiver receiver = client.receiver(QUEUE)) {
      get(publish(publisher, QUEUE, "later", MessageProperties.builder().notBefore(due).build()));
      publish("", QUEUE, List.of("now"));

      assertThat(next(receiver).message().text()).isEqualTo("now");
      assertThat(next(receiver).message().text()).isEqualTo("later");
      assertThat(Instant.now()).isAfterOrEqualTo(due);
    }
  }

  @Test
  void shouldDeleteAQueueThatNobodyUses() {
    declare("q", QueueOptions.builder().expires(Duration.ofMillis(100)));

    Awaiting.poll(
        "end of the queue",
        () -> topology.queues().stream().noneMatch(queue -> queue.name().equals("q")));
  }

  @Test
  void shouldTellOptionsAndRefuseOthers() {
    QueueOptions options = buried().maxLength(7).messageTtl(Duration.ofHours(1)).build();
    topology.declareQueue("q", options);
    topology.declareQueue("q", options);

    assertThat(info("q").options()).isEqualTo(options);
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> topology.declareQueue("q"))
        .returns(ErrorCode.DECLARED_DIFFERENTLY, RefusedException::code);
  }
}
