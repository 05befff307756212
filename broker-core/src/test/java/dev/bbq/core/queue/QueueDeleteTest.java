// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueDeleteTest {

  private QueueFixture q;

  @BeforeEach
  void setUp() throws Exception {
    q = new QueueFixture();
    q.publish("a", "b", "c");
  }

  @Test
  void shouldDropTheLog() {
    q.queue.delete();

    assertThat(q.log.isDropped()).isTrue();
  }

  @Test
  void shouldSayHowManyMessagesItHeldThoseOnLeaseIncluded() throws Exception {
    q.consumer(1);

    assertThat(Await.result(q.queue.delete())).isEqualTo(3);
  }

  @Test
  void shouldTellItsConsumers() {
    TestConsumer consumer = q.consumer(1);
    q.queue.delete();

    assertThat(consumer.queueDeleted).isTrue();
  }

  @Test
  void shouldGiveNothingMoreToItsConsumers() {
    TestConsumer consumer = q.consumer(3);
    q.queue.delete();

    assertThat(consumer.takeBodies()).isEmpty();
  }

  @Test
  void shouldSettleNothingMore() {
    TestConsumer consumer = q.consumer(3);
    consumer.take();
    q.queue.delete();

    assertThat(consumer.ack(1)).isFalse();
  }

  @Test
  void shouldBearAConsumerThatEndsAfterwards() {
    TestConsumer consumer = q.consumer(3);
    consumer.take();
    q.queue.delete();
    consumer.vanish();

    assertThat(q.queue.status().consumers()).isZero();
  }

  @Test
  void shouldTakeNoMoreConsumers() {
    q.queue.delete();

    assertThat(TestConsumer.subscribe(q.queue).isAccepted()).isFalse();
  }

  @Test
  void shouldAdmitNoMoreMessages() {
    q.queue.delete();

    assertThat(q.queue.inlet().reserve()).isFalse();
  }

  @Test
  void shouldWaitForAppendsOnTheirWay() {
    Later appends = q.store.hold(Op.APPEND);
    q.publish("d");
    var deleted = q.queue.delete().toCompletableFuture();
    assertThat(q.log.isDropped()).isFalse();
    appends.runAll();

    assertThat(deleted).isCompletedWithValue(4L);
  }

  @Test
  void shouldWaitForReservationsThatComeToNothing() {
    q.queue.inlet().reserve();
    var deleted = q.queue.delete().toCompletableFuture();
    assertThat(deleted).isNotDone();
    q.queue.inlet().notAppended();

    assertThat(deleted).isCompletedWithValue(3L);
  }

  @Test
  void shouldDropTheLogOnlyOnce() {
    q.queue.delete();
    q.queue.delete();

    assertThat(q.store.calls(Op.DROP)).isEqualTo(1);
  }

  @Test
  void shouldGiveTheSameOutcomeTheSecondTime() throws Exception {
    q.queue.delete();

    assertThat(Await.result(q.queue.delete())).isEqualTo(3);
  }

  @Test
  void shouldCompleteOnlyWhenTheStoreHasForgotten() {
    Later drops = q.store.hold(Op.DROP);
    var deleted = q.queue.delete().toCompletableFuture();
    assertThat(deleted).isNotDone();
    drops.runAll();

    assertThat(deleted).isCompletedWithValue(3L);
  }

  @Test
  void shouldSayWhenTheStoreFails() {
    q.store.failNext(Op.DROP, 1);

    assertThat(q.queue.delete())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("told to fail: op=DROP");
  }

  @Test
  void shouldBearAPageThatComesAfterwards() {
    Later reads = q.store.hold(Op.READ);
    TestConsumer consumer = q.consumer(3);
    q.queue.delete();
    reads.runAll();

    assertThat(consumer.takeBodies()).isEmpty();
  }
}
