// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static dev.bbq.it.journey.JourneyTest.get;
import static dev.bbq.it.journey.JourneyTest.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.Delivery;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.Message;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.Receiver;
import dev.bbq.api.ReconnectPolicy;
import dev.bbq.api.RefusedException;
import dev.bbq.api.Subscription;
import dev.bbq.api.Topology;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.ControlledStore;
import dev.bbq.it.support.ControlledStoreProvider;
import dev.bbq.it.support.RawClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Confirm, refuse, unknown: with a store that answers when the test wants it to. */
@Tag("matrix")
final class PublishingTest {

  private static final String QUEUE = "orders";
  private static final Message MESSAGE = Message.of("m");

  private ControlledStoreProvider.Started started;
  private ControlledStore store;
  private BbqClient client;
  private Topology topology;

  @BeforeEach
  void start() {
    started = ControlledStoreProvider.start();
    store = started.store();
    client = started.broker().client(started.broker().options().reconnect(ReconnectPolicy.NEVER));
    topology = client.topology();
    topology.declareQueue(QUEUE);
  }

  @AfterEach
  void close() {
    started.close();
  }

  @Test
  void shouldConfirmOnlyWhatTheStoreHasKept() {
    Publisher publisher = client.publisher();
    store.hold();

    CompletableFuture<Void> confirm = publisher.publish("", QUEUE, MESSAGE);
    Awaiting.poll("append", () -> store.heldBack() == 1);

    assertThat(topology.queues()).hasSize(1); // answered on the same connection meanwhile
    assertThat(confirm).isNotDone();
    store.letGo();
    get(confirm);
  }

  @Test
  void shouldConfirmInTheOrderOfTheMessages() {
    Publisher publisher = client.publisher();
    List<CompletableFuture<Void>> confirms =
        IntStream.range(0, 1000).mapToObj(i -> publisher.publish("", QUEUE, MESSAGE)).toList();
    for (int i = confirms.size() - 1; i > 0; i--) {
      get(confirms.get(i));
      assertThat(confirms.get(i - 1)).isDone();
    }
  }

  @Test
  void shouldTakeNoMoreThanTheWindowAtOnce() {
    store.hold();
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindow(3));
    List<CompletableFuture<Void>> confirms =
        IntStream.range(0, 3).mapToObj(i -> publisher.publish("", QUEUE, MESSAGE)).toList();

    assertThat(publisher.tryPublish("", QUEUE, MESSAGE)).isEmpty();

    store.letGo();
    confirms.forEach(JourneyTest::get);
    Optional<CompletableFuture<Void>> now = publisher.tryPublish("", QUEUE, MESSAGE);
    get(now.orElseThrow());
    assertThat(topology.queues().get(0).ready()).isEqualTo(4);
  }

  @Test
  void shouldTakeNoMoreBytesThanTheWindowButAlwaysOneMessage() {
    store.hold();
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindowBytes(10));

    CompletableFuture<Void> large = publisher.publish("", QUEUE, Message.of(new byte[1000]));

    assertThat(publisher.tryPublish("", QUEUE, MESSAGE)).isEmpty();
    store.letGo();
    get(large);
  }

  @Test
  void shouldGiveUpWhenTheWindowStaysFull() {
    store.hold();
    Publisher publisher =
        client.publisher(
            PublisherOptions.DEFAULT.withWindow(1).withMaxWait(Duration.ofMillis(100)));
    publisher.publish("", QUEUE, MESSAGE);

    assertThatExceptionOfType(BbqTimeoutException.class)
        .isThrownBy(() -> publisher.publish("", QUEUE, MESSAGE));
    store.letGo();
    Awaiting.poll("one message", () -> topology.queues().get(0).ready() == 1);
  }

  @Test
  void shouldWaitForRoomInTheWindow() {
    store.hold();
    Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withWindow(1));
    CompletableFuture<Void> first = publisher.publish("", QUEUE, MESSAGE);
    CompletableFuture<CompletableFuture<Void>> second =
        CompletableFuture.supplyAsync(() -> publisher.publish("", QUEUE, MESSAGE));

    Awaiting.poll("append", () -> store.heldBack() == 1);
    assertThat(second).isNotDone();

    store.letGo();
    get(first);
    get(get(second));
  }

  @Test
  void shouldWaitForAllConfirmsWhenAPublisherCloses() {
    store.hold();
    Publisher publisher = client.publisher();
    CompletableFuture<Void> confirm = publisher.publish("", QUEUE, MESSAGE);
    Awaiting.poll("append", () -> store.heldBack() == 1);

    assertThat(publisher.close(Duration.ZERO)).isFalse();
    assertThat(failureOf(confirm)).isInstanceOf(OutcomeUnknownException.class);
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> publisher.publish("", QUEUE, MESSAGE));
  }

  @Test
  void shouldSendEachMessageOnItsOwnStreamWhenToldSo() {
    int count = 5000;
    try (Publisher publisher = client.publisher(PublisherOptions.DEFAULT.withStreamPerMessage());
        Receiver receiver = client.receiver(QUEUE)) {
      List<CompletableFuture<Void>> confirms =
          IntStream.range(0, count)
              .mapToObj(i -> publisher.publish("", QUEUE, Message.of(String.valueOf(i))))
              .toList();
      confirms.forEach(JourneyTest::get);

      List<Delivery> all = next(receiver, 1000);
      for (int i = 1; i < count / 1000; i++) {
        all.get(all.size() - 1).ackAll();
        all = join(all, next(receiver, 1000));
      }

      assertThat(JourneyTest.texts(all))
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, count).mapToObj(String::valueOf).toList());
    }
  }

  private static List<Delivery> join(List<Delivery> some, List<Delivery> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  @Test
  void shouldKeepAMessageForSeveralQueuesInAllOrNone() {
    topology.declareExchange("all", ExchangeType.FANOUT);
    for (String queue : List.of(QUEUE, "second", "third")) {
      topology.declareQueue(queue);
      topology.bind(queue, "all", "");
    }
    Publisher publisher = client.publisher();

    store.fail();
    Throwable failure = failureOf(publisher.publish("all", "", MESSAGE));

    assertThat(failure).isInstanceOf(OutcomeUnknownException.class);
    assertThat(topology.queues()).extracting(Topology.QueueInfo::ready).containsOnly(0L);

    store.heal();
    get(publisher.publish("all", "", MESSAGE));
    assertThat(topology.queues()).extracting(Topology.QueueInfo::ready).containsOnly(1L);
  }

  @Test
  void shouldSayThatTheOutcomeIsUnknownWhenTheStoreFails() {
    Publisher publisher = client.publisher();
    store.fail();
    CompletableFuture<Void> unknown = publisher.publish("", QUEUE, MESSAGE);
    assertThat(failureOf(unknown)).isInstanceOf(OutcomeUnknownException.class);

    CompletableFuture<Void> refused = publisher.publish("nowhere", QUEUE, MESSAGE);
    assertThat(failureOf(refused)).isInstanceOf(RefusedException.class);
  }

  @Test
  void shouldSayThatTheOutcomeIsUnknownWhenTheBrokerDiesBeforeTheConfirm() {
    Publisher publisher = client.publisher();
    store.hold();
    CompletableFuture<Void> sent = publisher.publish("", QUEUE, MESSAGE);
    Awaiting.poll("append", () -> store.heldBack() == 1);

    started.broker().broker().close(Duration.ZERO);

    assertThat(failureOf(sent)).isInstanceOf(OutcomeUnknownException.class);
  }

  @Test
  void shouldAnswerWhatItHasTakenAndRefuseTheRestWhileItCloses() {
    Publisher publisher = client.publisher();
    store.hold();
    CompletableFuture<Void> taken = publisher.publish("", QUEUE, MESSAGE);
    Awaiting.poll("append", () -> store.heldBack() == 1);
    RawClient other = started.broker().rawClient(); // one that goes on after the goodbye
    other.publish("nowhere", QUEUE, "early"); // and is certainly let in before it
    CompletableFuture<Boolean> closing =
        CompletableFuture.supplyAsync(() -> started.broker().broker().close(Awaiting.LONGEST_WAIT));

    // To no exchange, or it would wait for the store when it comes before the goodbye.
    Awaiting.poll(
        "refusal", () -> other.publish("nowhere", QUEUE, "late").refuses(ErrorCode.SHUTTING_DOWN));
    store.letGo();

    get(taken);
    assertThat(get(closing)).isTrue();
  }

  @Test
  void shouldSayDoneToAConsumerOnlyWhenTheStoreHasSettled() {
    get(client.publisher().publish("", QUEUE, MESSAGE));
    store.hold();
    Subscription subscription = client.subscribe(QUEUE, delivery -> {});
    Awaiting.poll("ack", () -> store.heldBack() == 1);

    assertThat(subscription.close(Duration.ofMillis(200))).isFalse();
  }

  @Test
  void shouldCountAFailureForANackAndNoneForARequeue() {
    get(client.publisher().publish("", QUEUE, MESSAGE));
    try (Receiver receiver = client.receiver(QUEUE)) {
      next(receiver).requeue();
      Delivery again = next(receiver);
      assertThat(store.failures()).isZero();

      again.nack();
      next(receiver).ack();
      assertThat(store.failures()).isEqualTo(1);
    }
  }

  private static Throwable failureOf(CompletableFuture<Void> publish) {
    return get(publish.handle((done, failure) -> failure));
  }
}
