// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.Receiver;
import dev.bbq.api.RefusedException;
import dev.bbq.api.Subscription;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Block.Outcome;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Receivers and subscriptions whose connection is lost while the broker lives on. */
@Timeout(30)
class ConsumerReconnectTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Credit CREDIT = new Credit(10, 5000);

  private final FakeBroker broker = new FakeBroker();
  private Client client;
  private FakeConnection connection;
  private FakeStream stream;

  @BeforeEach
  void connect() {
    client = broker.connect(FakeBroker.reconnecting().build());
    broker.nextGreeted();
  }

  @AfterEach
  void end() {
    client.close(Duration.ZERO);
    broker.close();
  }

  @Test
  void shouldAskForTheQueueAgainWithTheSameCredit() {
    open(this::receiver);

    lose();

    awaitBack();
    assertThat(client.state(ConnectionPurpose.CONSUMING))
        .isInstanceOf(ConnectionState.Connected.class);
  }

  @Test
  void shouldDropWhatWasNotFetchedAndTakeItAgain() throws InterruptedException {
    Receiver receiver = open(this::receiver);
    stream.send(Deliveries.blocks(1, 2));
    connection.settle();
    lose();
    awaitBack();
    assertThat(receiver.receive(Duration.ZERO)).isEmpty();

    stream.send(again(1, "m1"));
    stream.send(again(2, "m2"));

    Delivery first = receiver.receive(LONG).orElseThrow();
    assertThat(first.message().text()).isEqualTo("m1");
    assertThat(first.redeliveries()).isEqualTo(1);
    assertThat(receiver.receive(LONG).orElseThrow().message().text()).isEqualTo("m2");
  }

  @Test
  void shouldSendNothingForDeliveryOfFormerConnection() throws InterruptedException {
    Receiver receiver = open(this::receiver);
    stream.send(Deliveries.block(1, "m"));
    Delivery before = receiver.receive(LONG).orElseThrow();
    lose();
    awaitBack();
    stream.send(again(1, "m"));
    Delivery after = receiver.receive(LONG).orElseThrow();

    before.ack();
    after.nack();

    assertThat(before.lost()).isTrue();
    assertThat(after.lost()).isFalse();
    assertThat(stream.nextRequest()).isEqualTo(new Block.Settle(Outcome.NACK, 1, 1));
    assertThat(stream.isQuiet()).isTrue();
  }

  @Test
  void shouldEndReceiverWithReasonWhenQueueIsGoneOnNewConnection() {
    Receiver receiver = open(this::receiver);
    lose();
    stream = broker.nextGreeted().nextStream();

    stream.send(new Block.Fail(ErrorCode.UNKNOWN_QUEUE, "no such queue: queue=q"));

    assertThatThrownBy(() -> receiver.receive(LONG))
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=UNKNOWN_QUEUE, reason=no such queue: queue=q");
  }

  @Test
  void shouldLetHandlerFinishAndThenGoOnWithWhatComesAgain() {
    Queue<String> handled = new ConcurrentLinkedQueue<>();
    CompletableFuture<Void> release = new CompletableFuture<>();
    Subscription subscription =
        open(
            () ->
                client.subscribe(
                    "q",
                    CREDIT,
                    delivery -> {
                      handled.add(delivery.message().text() + delivery.redeliveries());
                      release.join();
                    }));
    stream.send(Deliveries.blocks(1, 2));
    Eventually.holds(() -> handled.size() == 1);
    lose();
    awaitBack();
    stream.send(again(1, "m1"));
    stream.send(again(2, "m2"));
    release.complete(null);

    Eventually.holds(() -> handled.size() == 3);
    assertThat(handled).containsExactly("m10", "m11", "m21");
    assertThat(subscription.ended()).isNotDone();
  }

  private Receiver receiver() {
    return client.receiver("q", CREDIT);
  }

  /** Opens a consumer and accepts it. */
  private <T> T open(Supplier<T> consumer) {
    CompletableFuture<T> opening = CompletableFuture.supplyAsync(consumer);
    awaitBack();
    return opening.join();
  }

  private void lose() {
    connection.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");
  }

  /** Accepts the consumer on the next connection. */
  private void awaitBack() {
    connection = broker.nextGreeted();
    stream = connection.nextStream();
    assertThat(stream.nextRequest()).isEqualTo(new Block.Receive("q", 10, 5000));
    stream.send(new Block.Okay(0));
    connection.settle();
  }

  private static byte[] again(long number, String body) {
    return Deliveries.block(number, 1, "x", "k", Message.of(body));
  }
}
