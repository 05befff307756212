// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.Receiver;
import dev.bbq.api.RefusedException;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Block.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReceiverTest {

  private static final Duration LONG = Duration.ofSeconds(10);

  private final FakeBroker broker = new FakeBroker();
  private Client client;
  private FakeConnection connection;
  private FakeStream stream;
  private Receiver receiver;

  @BeforeEach
  void connect() {
    client = broker.connect();
    broker.nextGreeted();
    CompletableFuture<Receiver> opening =
        CompletableFuture.supplyAsync(() -> client.receiver("q", new Credit(10, 5000)));
    connection = broker.nextGreeted();
    stream = connection.nextStream();
    assertThat(stream.nextRequest()).isEqualTo(new Block.Receive("q", 10, 5000));
    stream.send(new Block.Okay(0));
    receiver = opening.join();
  }

  @AfterEach
  void end() {
    client.close(Duration.ZERO);
    broker.close();
  }

  @Test
  void shouldHandOutDeliveryWithAllItSays() throws InterruptedException {
    Message message = Message.of("body").with(MessageProperties.builder().messageId("m").build());
    stream.send(Deliveries.block(1, 2, "x", "kéy", message));

    Delivery delivery = receive();

    assertThat(delivery.message()).isEqualTo(message);
    assertThat(delivery.exchange()).isEqualTo("x");
    assertThat(delivery.routingKey()).isEqualTo("kéy");
    assertThat(delivery.queue()).isEqualTo("q");
    assertThat(delivery.redeliveries()).isEqualTo(2);
    assertThat(delivery.number()).isEqualTo(1);
    assertThat(delivery.settled()).isFalse();
    assertThat(delivery.toString())
        .isEqualTo("Delivery[queue=q, number=1, redeliveries=2, size=4]");
  }

  @Test
  void shouldPutDeliveryTogetherWhenItComesInPieces() throws InterruptedException {
    for (byte piece : Deliveries.block(1, "body")) {
      stream.send(piece);
    }

    assertThat(receive().message().text()).isEqualTo("body");
  }

  @Test
  void shouldReturnEmptyWhenNothingComesInTime() throws InterruptedException {
    assertThat(receiver.receive(Duration.ZERO)).isEmpty();
    assertThat(receiver.receive(Duration.ofMillis(20))).isEmpty();
  }

  @Test
  void shouldSettleEachWithItsOutcome() throws InterruptedException {
    stream.send(Deliveries.blocks(1, 4));

    receive().ack();
    assertSettled(Outcome.ACK, 1, 1);
    receive().nack();
    assertSettled(Outcome.NACK, 2, 2);
    receive().requeue();
    assertSettled(Outcome.REQUEUE, 3, 3);
    receive().reject();
    assertSettled(Outcome.REJECT, 4, 4);
  }

  @Test
  void shouldSendAcksOfBurstAsOneRange() throws InterruptedException {
    stream.send(Deliveries.blocks(1, 5));
    List<Delivery> deliveries = receive(5);
    CompletableFuture<Void> held = connection.hold();

    deliveries.forEach(Delivery::ack);
    held.complete(null);

    assertSettled(Outcome.ACK, 1, 5);
    assertThat(stream.isQuiet()).isTrue();
  }

  @Test
  void shouldMergeNeighboursOfOneOutcomeWhateverTheOrder() throws InterruptedException {
    stream.send(Deliveries.blocks(1, 8));
    List<Delivery> deliveries = receive(8);
    CompletableFuture<Void> held = connection.hold();

    deliveries.get(7).ack();
    deliveries.get(2).ack();
    deliveries.get(0).ack();
    deliveries.get(1).ack();
    deliveries.get(4).requeue();
    deliveries.get(3).nack();
    deliveries.get(5).requeue();
    held.complete(null);

    assertSettled(Outcome.ACK, 1, 3);
    assertSettled(Outcome.NACK, 4, 4);
    assertSettled(Outcome.REQUEUE, 5, 6);
    assertSettled(Outcome.ACK, 8, 8);
  }

  @Test
  void shouldSendWhatCameBeforeAckAllBeforeIt() throws InterruptedException {
    stream.send(Deliveries.blocks(1, 4));
    List<Delivery> deliveries = receive(4);
    CompletableFuture<Void> held = connection.hold();

    deliveries.get(3).ack();
    deliveries.get(1).nack();
    deliveries.get(2).ackAll();
    held.complete(null);

    assertSettled(Outcome.NACK, 2, 2);
    assertSettled(Outcome.ACK, 4, 4);
    assertSettled(Outcome.ACK, 0, 3);
  }

  @Test
  void shouldHoldSettlementsWhileStreamTakesNoMore() throws InterruptedException {
    stream.send(Deliveries.blocks(1, 3));
    List<Delivery> deliveries = receive(3);
    stream.writable(false);
    deliveries.get(0).ack();
    assertThat(stream.isQuiet()).isTrue();
    deliveries.get(1).ack();
    deliveries.get(2).ack();

    stream.writable(true);

    assertSettled(Outcome.ACK, 1, 3);
  }

  @Test
  void shouldAckAllBeforeAtOnce() throws InterruptedException {
    stream.send(Deliveries.blocks(1, 3));
    List<Delivery> deliveries = receive(3);

    deliveries.get(1).ackAll();

    assertSettled(Outcome.ACK, 0, 2);
    assertThat(deliveries).extracting(Delivery::settled).containsExactly(true, true, false);
    assertThatThrownBy(deliveries.get(0)::ack).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldRefuseToSettleTwice() throws InterruptedException {
    stream.send(Deliveries.block(1, "m"));
    Delivery delivery = receive();
    delivery.nack();

    assertThat(delivery.settled()).isTrue();
    assertThatThrownBy(delivery::ack)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("delivery settled before: queue=q, number=1");
  }

  @Test
  void shouldGoOnWhenBrokerKnowsNoSuchDelivery() throws InterruptedException {
    stream.send(new Block.Fail(ErrorCode.UNKNOWN_DELIVERY, "from=1, to=1"));
    stream.send(Deliveries.block(1, "m"));

    assertThat(receive().number()).isEqualTo(1);
  }

  @Test
  void shouldThrowRefusalWhenQueueIsDeleted() {
    stream.send(Deliveries.block(1, "m"));
    stream.send(new Block.Fail(ErrorCode.QUEUE_DELETED, "gone"));
    stream.finishFromBroker();
    connection.settle();

    assertThatThrownBy(() -> receiver.receive(LONG))
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=QUEUE_DELETED, reason=gone");
    assertThatThrownBy(() -> receiver.receive(LONG)).isInstanceOf(RefusedException.class);
  }

  @Test
  void shouldThrowWhenConnectionIsLost() throws InterruptedException {
    stream.send(Deliveries.block(1, "m"));
    Delivery delivery = receive();
    CompletableFuture<Throwable> waiting =
        CompletableFuture.supplyAsync(() -> catchThrowable(() -> receiver.receive(LONG)));

    connection.lose(CloseCause.Kind.IDLE_TIMEOUT, 0, "");

    String cause =
        "connection lost: host=broker.test, port=6789, cause=nothing heard from the broker";
    assertThat(waiting.join()).isInstanceOf(ConnectionException.class).hasMessage(cause);
    assertThatThrownBy(delivery::ack)
        .isInstanceOf(ConnectionException.class)
        .hasMessage("consumer has ended: queue=q, reason=" + cause);
  }

  @Test
  void shouldAbortStreamWhenDeliveryCanNotBeRead() {
    byte[] broken = Deliveries.block(1, "m");
    broken[24] = 1; // the length of the exchange
    stream.send(broken);

    assertThatThrownBy(() -> receiver.receive(LONG))
        .isInstanceOf(ConnectionException.class)
        .hasMessageStartingWith("broker broke the protocol: code=MALFORMED_BLOCK");
    assertThat(stream.next()).isEqualTo(new FakeStream.Reset(ErrorCode.MALFORMED_BLOCK.number()));
  }

  @Test
  void shouldAbortStreamWhenBrokerIsDoneBeforeClient() {
    stream.send(new Block.Done());

    assertThatThrownBy(() -> receiver.receive(LONG))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining("unexpected on a consume stream: block=Done[]");
  }

  @Test
  void shouldWaitForBrokersWordWhenClosed() throws InterruptedException {
    stream.send(Deliveries.blocks(1, 2));
    Delivery first = receive();
    CompletableFuture<Void> held = connection.hold();
    first.ack();
    CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> receiver.close(LONG));
    held.complete(null);

    assertSettled(Outcome.ACK, 1, 1);
    assertThat(stream.next()).isEqualTo(new FakeStream.Finished());
    assertThat(closing).isNotDone();
    stream.send(new Block.Done());
    stream.finishFromBroker();

    assertThat(closing.join()).isTrue();
  }

  @Test
  void shouldGiveUpWhenBrokersWordDoesNotComeInTime() {
    assertThat(receiver.close(Duration.ofMillis(20))).isFalse();

    assertThat(stream.next()).isEqualTo(new FakeStream.Finished());
    assertThat(stream.next())
        .isEqualTo(new FakeStream.StoppedReading(ErrorCode.CANCELLED.number()));
  }

  @Test
  void shouldRefuseAllWhenClosed() throws InterruptedException {
    stream.send(Deliveries.blocks(1, 2));
    Delivery delivery = receive();
    CompletableFuture<Boolean> closing = CompletableFuture.supplyAsync(() -> receiver.close(LONG));
    assertThat(stream.next()).isEqualTo(new FakeStream.Finished());
    stream.send(new Block.Done());
    assertThat(closing.join()).isTrue();

    assertThatThrownBy(delivery::ack)
        .isInstanceOf(ClosedException.class)
        .hasMessage("consumer closed: queue=q");
    assertThatThrownBy(() -> receiver.receive(LONG))
        .isInstanceOf(ClosedException.class)
        .hasMessage("receiver closed: queue=q");
  }

  @Test
  void shouldReleaseWaitersWhenClosed() {
    CompletableFuture<Throwable> one =
        CompletableFuture.supplyAsync(() -> catchThrowable(() -> receiver.receive(LONG)));
    CompletableFuture<Throwable> two =
        CompletableFuture.supplyAsync(() -> catchThrowable(() -> receiver.receive(LONG)));

    receiver.close(Duration.ZERO);

    assertThat(one.join()).isInstanceOf(ClosedException.class);
    assertThat(two.join()).isInstanceOf(ClosedException.class);
  }

  @Test
  void shouldFailToOpenWhenBrokerRefuses() {
    CompletableFuture<Receiver> opening =
        CompletableFuture.supplyAsync(() -> client.receiver("nope"));
    FakeStream other = connection.nextStream();
    other.nextRequest();

    other.send(new Block.Fail(ErrorCode.UNKNOWN_QUEUE, "no such queue"));
    other.finishFromBroker();

    assertThatThrownBy(opening::join)
        .cause()
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=UNKNOWN_QUEUE, reason=no such queue");
  }

  @Test
  void shouldAbortStreamWhenBrokerDoesNotAnswerInTime() {
    Client impatient =
        broker.connect(FakeBroker.options().requestTimeout(Duration.ofMillis(50)).build());
    broker.nextGreeted();

    assertThatThrownBy(() -> impatient.receiver("slow"))
        .isInstanceOf(BbqTimeoutException.class)
        .hasMessage("no answer in time: doing=receive from slow, connection=up, timeout=PT0.05S");

    FakeStream other = broker.nextGreeted().nextStream();
    other.nextRequest();
    assertThat(other.next()).isEqualTo(new FakeStream.Reset(ErrorCode.CANCELLED.number()));
    impatient.close();
  }

  private Delivery receive() throws InterruptedException {
    return receiver.receive(LONG).orElseThrow();
  }

  private List<Delivery> receive(int count) throws InterruptedException {
    List<Delivery> deliveries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      deliveries.add(receive());
    }
    return deliveries;
  }

  private void assertSettled(Outcome outcome, long from, long to) {
    assertThat(stream.nextRequest()).isEqualTo(new Block.Settle(outcome, from, to));
  }
}
