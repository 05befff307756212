// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.ConnectionException;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.DeliveryHandler;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.RefusedException;
import dev.bbq.api.Subscription;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Block.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SubscriptionTest {

  private static final Duration LONG = Duration.ofSeconds(10);

  private final FakeBroker broker = new FakeBroker();
  private Client client;
  private FakeConnection connection;
  private FakeStream stream;

  @BeforeEach
  void connect() {
    client = broker.connect();
    broker.nextGreeted();
  }

  @AfterEach
  void end() {
    client.close(Duration.ZERO);
    broker.close();
  }

  private Subscription subscribe(DeliveryHandler handler) {
    CompletableFuture<Subscription> opening =
        CompletableFuture.supplyAsync(() -> client.subscribe("q", Credit.of(10), handler));
    connection = broker.nextGreeted();
    stream = connection.nextStream();
    assertThat(stream.nextRequest()).isEqualTo(new Block.Receive("q", 10, 16 << 20));
    stream.send(new Block.Okay(0));
    return opening.join();
  }

  @Test
  void shouldAckWhenHandlerReturns() {
    subscribe(delivery -> {});

    stream.send(Deliveries.block(1, "m"));

    assertSettled(Outcome.ACK, 1);
  }

  @Test
  void shouldNackWhenHandlerThrows() {
    subscribe(
        delivery -> {
          throw new Exception("on purpose");
        });

    stream.send(Deliveries.block(1, "m"));

    assertSettled(Outcome.NACK, 1);
  }

  @Test
  void shouldGoOnWhenHandlerThrewError() {
    subscribe(
        delivery -> {
          if (delivery.number() == 1) {
            throw new AssertionError("on purpose");
          }
        });

    stream.send(Deliveries.block(1, "m"));
    assertSettled(Outcome.NACK, 1);
    stream.send(Deliveries.block(2, "m"));

    assertSettled(Outcome.ACK, 2);
  }

  @Test
  void shouldLeaveItAtWhatHandlerHasSettled() {
    subscribe(Delivery::reject);

    stream.send(Deliveries.block(1, "m"));

    assertSettled(Outcome.REJECT, 1);
    assertThat(stream.isQuiet()).isTrue();
  }

  @Test
  void shouldCallHandlerOneAtATimeInOrderOnNamedVirtualThread() {
    List<String> seen = new CopyOnWriteArrayList<>();
    subscribe(
        delivery -> {
          Thread thread = Thread.currentThread();
          seen.add(delivery.number() + " " + thread.getName() + " " + thread.isVirtual());
        });

    stream.send(Deliveries.blocks(1, 3));

    Eventually.holds(() -> seen.size() == 3);
    assertThat(seen)
        .containsExactly("1 bbq-handler-q true", "2 bbq-handler-q true", "3 bbq-handler-q true");
  }

  @Test
  void shouldFinishRunningDeliveryAndHandBackOthersWhenClosed() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Long> seen = new CopyOnWriteArrayList<>();
    Subscription subscription =
        subscribe(
            delivery -> {
              seen.add(delivery.number());
              running.countDown();
              goOn.await();
            });
    stream.send(Deliveries.blocks(1, 3));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Boolean> closing =
        CompletableFuture.supplyAsync(() -> subscription.close(LONG));
    assertThat(stream.nextRequest()).isEqualTo(new Block.SetCredit(0, 16 << 20));
    assertThat(stream.isQuiet()).isTrue();
    goOn.countDown();
    assertSettled(Outcome.ACK, 1);
    assertThat(stream.next()).isEqualTo(new FakeStream.Finished());
    assertThat(subscription.ended()).isNotDone();
    stream.send(new Block.Done());
    stream.finishFromBroker();

    assertThat(closing.join()).isTrue();
    assertThat(subscription.ended().join()).isNull();
    assertThat(seen).containsExactly(1L);
  }

  @Test
  void shouldInterruptHandlerWhenTimeToCloseHasPassed() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Subscription subscription =
        subscribe(
            delivery -> {
              running.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
            });
    stream.send(Deliveries.block(1, "m"));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(subscription.close(Duration.ofMillis(20))).isFalse();

    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(stream.nextRequest()).isInstanceOf(Block.SetCredit.class);
    assertThat(stream.next()).isEqualTo(new FakeStream.Reset(ErrorCode.CANCELLED.number()));
    assertThat(subscription.ended().join()).isNull();
  }

  @Test
  void shouldNotHaveEndedWhileHandlerRuns() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayReturn = new CountDownLatch(1);
    Subscription subscription =
        subscribe(
            delivery -> {
              running.countDown();
              boolean waiting = true;
              while (waiting) {
                try {
                  waiting = !mayReturn.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException ignored) {
                  // stubborn on purpose
                }
              }
            });
    stream.send(Deliveries.block(1, "m"));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(subscription.close(Duration.ofMillis(20))).isFalse();
    assertThat(subscription.ended()).isNotDone();
    mayReturn.countDown();

    assertThat(subscription.ended()).succeedsWithin(LONG);
  }

  @Test
  void shouldNotDeadlockWhenHandlerClosesItsSubscription() {
    CompletableFuture<Subscription> self = new CompletableFuture<>();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    Subscription subscription = subscribe(delivery -> closed.complete(self.join().close(LONG)));
    self.complete(subscription);

    stream.send(Deliveries.block(1, "m"));

    assertThat(closed.join()).isFalse();
    assertThat(stream.nextRequest()).isInstanceOf(Block.SetCredit.class);
    assertSettled(Outcome.ACK, 1);
    assertThat(stream.next()).isEqualTo(new FakeStream.Finished());
    stream.send(new Block.Done());
    assertThat(subscription.ended().join()).isNull();
  }

  @Test
  void shouldGiveUpWhenHandlerClosedItsSubscriptionAndBrokerIsSilent() {
    CompletableFuture<Subscription> self = new CompletableFuture<>();
    Subscription subscription = subscribe(delivery -> self.join().close(Duration.ofMillis(50)));
    self.complete(subscription);

    stream.send(Deliveries.block(1, "m"));

    assertThat(subscription.ended().orTimeout(10, TimeUnit.SECONDS).join()).isNull();
  }

  @Test
  void shouldNotDeadlockWhenHandlerClosesClient() {
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    subscribe(delivery -> closed.complete(client.close(LONG)));

    stream.send(Deliveries.block(1, "m"));

    assertThat(closed.join()).isFalse();
    assertThat(connection.awaitClosed().kind()).isEqualTo(CloseCause.Kind.LOCAL);
    assertThat(broker.isClosed()).isTrue();
  }

  @Test
  void shouldEndWithRefusalWhenQueueIsDeleted() {
    Subscription subscription = subscribe(delivery -> {});

    stream.send(new Block.Fail(ErrorCode.QUEUE_DELETED, "gone"));
    stream.finishFromBroker();

    assertThatThrownBy(subscription.ended()::join)
        .cause()
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=QUEUE_DELETED, reason=gone");
    assertThat(subscription.close(LONG)).isFalse();
  }

  @Test
  void shouldEndWithReasonAndDropTheRestWhenConnectionIsLost() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<Long> seen = new CopyOnWriteArrayList<>();
    Subscription subscription =
        subscribe(
            delivery -> {
              seen.add(delivery.number());
              running.countDown();
              goOn.await();
            });
    stream.send(Deliveries.blocks(1, 3));
    assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();

    connection.lose(CloseCause.Kind.FAILURE, 0, "gone");
    connection.awaitClosed();
    goOn.countDown();

    assertThatThrownBy(subscription.ended()::join)
        .cause()
        .isInstanceOf(ConnectionException.class)
        .hasMessage("connection lost: host=broker.test, port=6789, cause=gone");
    assertThat(seen).containsExactly(1L);
  }

  @Test
  void shouldNotLetUserCompleteItsEnd() {
    Subscription subscription = subscribe(delivery -> {});

    subscription.ended().complete(null);

    assertThat(subscription.ended()).isNotDone();
  }

  @Test
  void shouldFailWhenBrokerRefuses() {
    CompletableFuture<Subscription> opening =
        CompletableFuture.supplyAsync(() -> client.subscribe("nope", delivery -> {}));
    FakeStream refused = broker.nextGreeted().nextStream();
    refused.nextRequest();

    refused.send(new Block.Fail(ErrorCode.UNKNOWN_QUEUE, "no such queue"));
    refused.finishFromBroker();

    assertThatThrownBy(opening::join)
        .cause()
        .isInstanceOf(RefusedException.class)
        .hasMessage("refused: code=UNKNOWN_QUEUE, reason=no such queue");
  }

  @Test
  void shouldRejectNameThatIsNone() {
    assertThatThrownBy(() -> client.subscribe("", delivery -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name empty, too long or with control characters: field=queue, length=0");
  }

  private void assertSettled(Outcome outcome, long number) {
    assertThat(stream.nextRequest()).isEqualTo(new Block.Settle(outcome, number, number));
  }
}
