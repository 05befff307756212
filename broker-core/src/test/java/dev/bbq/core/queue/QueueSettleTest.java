// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.api.wire.Block.Outcome.ACK;
import static dev.bbq.api.wire.Block.Outcome.NACK;
import static dev.bbq.core.queue.QueueFixture.counts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueSettleTest {

  private QueueFixture q;
  private TestConsumer consumer;

  @BeforeEach
  void setUp() throws Exception {
    q = new QueueFixture();
    q.publish("a", "b", "c", "d", "e");
    consumer = q.consumer(5);
    consumer.take();
  }

  @Test
  void shouldForgetAnAckedMessage() {
    consumer.ack(2);

    assertThat(q.stored()).containsExactly("a", "c", "d", "e");
  }

  @Test
  void shouldForgetAllOfAnAckedRange() {
    consumer.settle(ACK, 2, 4);

    assertThat(q.stored()).containsExactly("a", "e");
  }

  @Test
  void shouldForgetAllUpToACumulativeAck() {
    consumer.ackUpTo(3);

    assertThat(q.stored()).containsExactly("d", "e");
  }

  @Test
  void shouldPassOverWhatIsSettledWithinARange() {
    consumer.ack(2);
    consumer.settle(ACK, 1, 3);

    assertThat(q.counts()).isEqualTo(counts(0, 2, 1));
  }

  @Test
  void shouldStartARangeAtTheLowestUnsettledWhenItBeginsBelow() {
    consumer.ackUpTo(2);

    assertThat(consumer.settle(ACK, 1, 3)).isTrue();
  }

  @Test
  void shouldRefuseAnAckOfWhatWasNeverDelivered() {
    assertThat(consumer.ack(6)).isFalse();
  }

  @Test
  void shouldRefuseTheNumberZero() {
    assertThat(consumer.ack(0)).isFalse();
  }

  @Test
  void shouldRefuseASecondAck() {
    consumer.ack(2);

    assertThat(consumer.ack(2)).isFalse();
  }

  @Test
  void shouldRefuseARangeThatRunsBackwards() {
    assertThat(consumer.settle(ACK, 4, 3)).isFalse();
  }

  @Test
  void shouldChangeNothingWhenItRefuses() {
    consumer.settle(ACK, 1, 6);

    assertThat(q.counts()).isEqualTo(counts(0, 5, 1));
  }

  @Test
  void shouldRefuseAnAckOfWhatIsAssignedButNotSent() {
    consumer.ackUpTo(5);
    q.publish("f");

    assertThat(consumer.ack(6)).isFalse();
  }

  @Test
  void shouldRefuseAnAckByAnotherConsumer() {
    assertThat(q.consumer(5).ack(1)).isFalse();
  }

  @Test
  void shouldRefuseAnAckByAConsumerThatHasLeft() {
    consumer.leave();

    assertThat(consumer.ack(1)).isFalse();
  }

  @Test
  void shouldForgetARejectedMessage() {
    consumer.reject(1);

    assertThat(q.stored()).containsExactly("b", "c", "d", "e");
  }

  @Test
  void shouldNotDeliverARejectedMessageAgain() {
    consumer.reject(1);
    consumer.leave();

    assertThat(q.consumer(9).takeBodies()).containsExactly("b", "c", "d", "e");
  }

  @Test
  void shouldTellTheStoreOfAFailureWhenAMessageIsNacked() {
    consumer.nack(1);

    assertThat(q.log.records().get(0).failures()).isEqualTo(1);
  }

  @Test
  void shouldCountAFailureInTheNextDeliveryOfANackedMessage() {
    consumer.nack(1);

    assertThat(consumer.take()).extracting(TestConsumer.Taken::failures).containsExactly(1);
  }

  @Test
  void shouldCountNoFailureWhenAMessageIsRequeued() {
    consumer.requeue(1);

    assertThat(q.log.records().get(0).failures()).isZero();
  }

  @Test
  void shouldCallTheStoreOncePerBurst() {
    consumer.gather(ACK, 1, 1);
    consumer.gather(ACK, 3, 3);
    consumer.gather(ACK, 2, 2);
    consumer.store();

    assertThat(q.store.calls(Op.SETTLE)).isEqualTo(1);
  }

  @Test
  void shouldNotCallTheStoreForNothing() {
    consumer.store();

    assertThat(q.store.calls(Op.SETTLE) + q.store.calls(Op.RELEASE)).isZero();
  }

  @Test
  void shouldSayThatSettlementsAreKeptOnlyOnceTheyAre() {
    Later settles = q.store.hold(Op.SETTLE);
    consumer.gather(ACK, 1, 5);
    CompletableFuture<?> kept = consumer.store();
    assertThat(kept).isNotDone();
    settles.runAll();

    assertThat(kept).isCompleted();
  }

  @Test
  void shouldWaitForReleasesToo() {
    Later releases = q.store.hold(Op.RELEASE);
    consumer.gather(ACK, 1, 1);
    consumer.gather(NACK, 2, 2);

    assertThat(consumer.store()).isNotDone();
    releases.runAll();
  }

  @Test
  void shouldSayWhenSettlementsWereNotKept() {
    q.store.failNext(Op.SETTLE, 1);
    consumer.gather(ACK, 1, 1);

    assertThat(consumer.store())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("told to fail: op=SETTLE");
  }
}
