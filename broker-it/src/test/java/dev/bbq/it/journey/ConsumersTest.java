// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Receiver;
import dev.bbq.api.ReconnectPolicy;
import dev.bbq.api.RefusedException;
import dev.bbq.api.Subscription;
import dev.bbq.it.support.Awaiting;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawDelivery;
import dev.bbq.it.support.RawStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several consumers of one queue, and what happens when one of them is slow or lost. */
@Tag("pairs")
final class ConsumersTest extends JourneyTest {

  @Test
  void shouldDealMessagesToConsumersInTurn() {
    List<Receiver> receivers =
        IntStream.range(0, 3).mapToObj(i -> client.receiver(QUEUE, Credit.of(10))).toList();

    publishNumbers(30);

    assertThat(receivers).allSatisfy(receiver -> assertThat(next(receiver, 10)).hasSize(10));
    assertThat(info(QUEUE).unacked()).isEqualTo(30);
  }

  @Test
  void shouldGiveEachOfThreeBusyConsumersAtLeastAFifth() {
    int count = 6000;
    Queue<String> all = new ConcurrentLinkedQueue<>();
    List<AtomicInteger> shares = new ArrayList<>();
    List<Subscription> subscriptions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      AtomicInteger share = new AtomicInteger();
      shares.add(share);
      subscriptions.add(
          client.subscribe(
              QUEUE,
              Credit.of(20),
              delivery -> {
                share.incrementAndGet();
                all.add(delivery.message().text());
              }));
    }

    List<String> numbers = publishNumbers(count);
    Awaiting.poll("all messages", () -> all.size() >= count);
    subscriptions.forEach(Subscription::close);

    assertThat(all).containsExactlyInAnyOrderElementsOf(numbers);
    assertThat(shares).allMatch(share -> share.get() >= count / 5, "at least a fifth");
  }

  @Test
  void shouldSlowDownNobodyButASlowConsumer() throws InterruptedException {
    CountDownLatch slowMayGoOn = new CountDownLatch(1);
    Queue<String> bySlow = new ConcurrentLinkedQueue<>();
    Queue<String> byFast = new ConcurrentLinkedQueue<>();
    Subscription slow =
        client.subscribe(
            QUEUE,
            Credit.of(10),
            delivery -> {
              slowMayGoOn.await();
              bySlow.add(delivery.message().text());
            });
    client.subscribe(QUEUE, Credit.of(10), delivery -> byFast.add(delivery.message().text()));

    publishNumbers(1000);

    Awaiting.poll("all but the credit of the slow one", () -> byFast.size() == 990);
    assertThat(bySlow).isEmpty();
    slowMayGoOn.countDown();
    Awaiting.poll("the rest", () -> bySlow.size() == 10);
    slow.close();
    assertThat(bySlow).hasSize(10);
  }

  @Test
  void shouldDeliverAgainWhatALostConsumerHadAndNothingElse() {
    List<String> numbers = publishNumbers(100);
    RawClient lost = broker.rawClient();
    lost.greet();
    RawStream consumer = lost.consume(QUEUE, 30);
    List<String> held =
        IntStream.range(0, 30)
            .mapToObj(i -> consumer.takeDelivery())
            .map(RawDelivery::message)
            .toList();

    lost.disconnect();

    try (Receiver other = client.receiver(QUEUE)) {
      List<Delivery> all = next(other, 100);
      assertThat(texts(all)).containsExactlyInAnyOrderElementsOf(numbers);
      assertThat(texts(all.stream().filter(d -> d.redeliveries() == 1).toList()))
          .containsExactlyElementsOf(held);
    }
  }

  @Test
  void shouldCountEachRedelivery() {
    publishNumbers(1);
    for (int times = 0; times < 5; times++) {
      RawClient lost = broker.rawClient();
      lost.greet();
      RawDelivery delivery = lost.consume(QUEUE, 1).takeDelivery();

      assertThat(delivery.redeliveries()).isEqualTo(times);

      lost.disconnect();
    }
  }

  @Test
  void shouldTryAgainWhatTheHandlerFailedOn() {
    Queue<String> attempts = new ConcurrentLinkedQueue<>();
    client.subscribe(
        QUEUE,
        delivery -> {
          attempts.add(delivery.message().text() + "#" + delivery.redeliveries());
          if (delivery.redeliveries() < 2) {
            throw new IllegalStateException("not yet");
          }
        });

    publishNumbers(1);

    awaitKept(0);
    assertThat(attempts).containsExactly("0#0", "0#1", "0#2");
  }

  @Test
  void shouldCallAHandlerOneAtATimeInOrderOnVirtualThreads() {
    AtomicInteger inside = new AtomicInteger();
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Queue<String> faults = new ConcurrentLinkedQueue<>();
    client.subscribe(
        QUEUE,
        delivery -> {
          if (inside.incrementAndGet() != 1 || !Thread.currentThread().isVirtual()) {
            faults.add(delivery.message().text());
          }
          seen.add(delivery.message().text());
          inside.decrementAndGet();
        });

    List<String> numbers = publishNumbers(2000);

    Awaiting.poll("all messages", () -> seen.size() == 2000);
    assertThat(seen).containsExactlyElementsOf(numbers);
    assertThat(faults).isEmpty();
  }

  @Test
  void shouldHaveAllAcksSettledWhenCloseReturns() throws InterruptedException {
    publishNumbers(5000);
    CountDownLatch some = new CountDownLatch(1000);
    List<String> handled = new ArrayList<>();
    Subscription subscription =
        client.subscribe(
            QUEUE,
            delivery -> {
              handled.add(delivery.message().text());
              some.countDown();
            });
    assertThat(some.await(Awaiting.LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();

    assertThat(subscription.close(Awaiting.LONGEST_WAIT)).isTrue();

    assertThat(info(QUEUE).unacked()).isZero();
    assertThat(info(QUEUE).ready()).isEqualTo(5000 - handled.size());
    assertThat(subscription.ended()).isCompleted();
  }

  @Test
  void shouldCloseAClientWithAllThatIsOpenOnIt() {
    publishNumbers(1000);
    BbqClient other = broker.client();
    Subscription subscription = other.subscribe(QUEUE, delivery -> {});
    Receiver receiver = other.receiver(QUEUE, Credit.of(1));

    assertThat(other.close(Awaiting.LONGEST_WAIT)).isTrue();

    assertThat(subscription.ended()).isCompleted();
    assertThatExceptionOfType(ClosedException.class)
        .isThrownBy(() -> receiver.receive(Duration.ZERO));
    assertThat(info(QUEUE).consumers()).isZero();
    assertThat(info(QUEUE).unacked()).isZero();
  }

  @Test
  void shouldEndConsumersOfADeletedQueue() {
    publishNumbers(3);
    Subscription subscription = client.subscribe(QUEUE, Credit.of(1), delivery -> {});
    Receiver receiver = client.receiver(QUEUE, Credit.of(1));

    topology.deleteQueue(QUEUE);

    assertThat(failureOf(subscription))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.QUEUE_DELETED));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(
            () -> {
              while (receiver.receive(Awaiting.LONGEST_WAIT).isPresent()) {
                // what came before the end may still be there
              }
            });
  }

  @Test
  void shouldEndConsumersOfABrokerThatClosesWhenTheyAreNotToConnectAgain() {
    BbqClient client = broker.client(broker.options().reconnect(ReconnectPolicy.NEVER));
    Subscription subscription = client.subscribe(QUEUE, delivery -> {});
    Receiver receiver = client.receiver(QUEUE);

    broker.broker().close();

    assertThat(failureOf(subscription)).isInstanceOf(ConnectionException.class);
    assertThatExceptionOfType(ConnectionException.class)
        .isThrownBy(() -> receiver.receive(Awaiting.LONGEST_WAIT));
  }

  @Test
  void shouldRefuseToConsumeAQueueThatIsNotThere() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> client.subscribe("nowhere", delivery -> {}))
        .withMessageContaining("queue=nowhere");
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> client.receiver("nowhere"))
        .withMessageContaining("queue=nowhere");
  }

  private static Throwable failureOf(Subscription subscription) {
    try {
      subscription.ended().get(Awaiting.LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (Exception e) {
      throw new AssertionError("subscription did not end", e);
    }
    throw new AssertionError("subscription ended without a reason");
  }
}
