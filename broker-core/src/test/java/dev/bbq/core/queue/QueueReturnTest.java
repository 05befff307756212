// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.api.wire.Block.Outcome.NACK;
import static dev.bbq.api.wire.Block.Outcome.REQUEUE;
import static dev.bbq.core.queue.QueueFixture.counts;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes back to the queue. */
class QueueReturnTest {

  private QueueFixture q;

  @BeforeEach
  void setUp() throws Exception {
    q = new QueueFixture();
    q.publish("a", "b", "c", "d", "e", "f");
  }

  @Test
  void shouldPutARequeuedMessageBackInItsOldPlace() {
    TestConsumer consumer = q.consumer(3);
    consumer.take();
    consumer.credit(0);
    consumer.requeue(2);
    consumer.credit(10);

    assertThat(consumer.takeBodies()).containsExactly("b", "d", "e", "f");
  }

  @Test
  void shouldPutNackedMessagesBackInTheirOrderWhateverTheOrderOfNacks() {
    TestConsumer consumer = q.consumer(4);
    consumer.take();
    consumer.credit(0);
    consumer.nack(4);
    consumer.nack(1);
    consumer.nack(3);
    consumer.credit(10);

    assertThat(consumer.takeBodies()).containsExactly("a", "c", "d", "e", "f");
  }

  @Test
  void shouldPutMessagesOfSeveralConsumersBackInTheirOrder() {
    TestConsumer first = q.consumer(2);
    TestConsumer second = q.consumer(2);
    first.take(); // a b
    second.take(); // c d
    second.credit(0);
    first.credit(0);
    second.settle(REQUEUE, 0, 2);
    first.settle(NACK, 0, 2);

    assertThat(q.consumer(10).takeBodies()).containsExactly("a", "b", "c", "d", "e", "f");
  }

  @Test
  void shouldDeliverAReturnedMessageBeforeOnesThatWereReadAhead() {
    TestConsumer first = q.consumer(1);
    first.take();
    TestConsumer second = q.consumer(1);
    second.take();
    first.credit(0);
    first.nack(1);
    second.ack(1);

    assertThat(second.takeBodies()).containsExactly("a");
  }

  @Test
  void shouldMarkWhatWasSentAsRedelivered() {
    TestConsumer consumer = q.consumer(1);
    consumer.take();
    consumer.requeue(1);

    assertThat(consumer.takeMarked()).containsExactly("a+1");
  }

  @Test
  void shouldCountEveryRedelivery() {
    TestConsumer consumer = q.consumer(1);
    for (int i = 1; i <= 3; i++) {
      consumer.take();
      consumer.nack(i);
    }

    assertThat(consumer.takeMarked()).containsExactly("a+3");
  }

  @Test
  void shouldGiveAReturnedMessageANewNumber() {
    TestConsumer consumer = q.consumer(1);
    consumer.take();
    consumer.requeue(1);

    assertThat(consumer.take()).extracting(TestConsumer.Taken::number).containsExactly(2L);
  }

  @Test
  void shouldReturnWhatALostConsumerHeldToItsPlace() {
    TestConsumer lost = q.consumer(3);
    lost.take();
    lost.ack(2);
    lost.vanish();

    assertThat(q.consumer(10).takeMarked()).containsExactly("a+1", "c+1", "d+0", "e+0", "f+0");
  }

  @Test
  void shouldNotMarkWhatALostConsumerWasNotSent() {
    TestConsumer lost = q.consumer(4);
    lost.take(2, Long.MAX_VALUE);
    lost.vanish();

    assertThat(q.consumer(4).takeMarked()).containsExactly("a+1", "b+1", "c+0", "d+0");
  }

  @Test
  void shouldCountAFailureOfWhatALostConsumerWasSent() {
    TestConsumer lost = q.consumer(4);
    lost.take(2, Long.MAX_VALUE);
    lost.vanish();

    assertThat(q.consumer(4).take())
        .extracting(TestConsumer.Taken::failures)
        .containsExactly(1, 1, 0, 0);
  }

  @Test
  void shouldTellTheStoreOfTheFailuresOfALostConsumer() {
    TestConsumer lost = q.consumer(4);
    lost.take(2, Long.MAX_VALUE);
    lost.vanish();

    assertThat(q.log.records())
        .extracting(record -> record.failures())
        .containsExactly(1, 1, 0, 0, 0, 0);
  }

  @Test
  void shouldCountNoFailureWhenAConsumerLeavesInOrder() {
    TestConsumer consumer = q.consumer(2);
    consumer.take();
    consumer.leave();

    assertThat(q.log.records()).extracting(record -> record.failures()).containsOnly(0);
  }

  @Test
  void shouldMarkWhatAConsumerHadWhenItLeavesInOrder() {
    TestConsumer consumer = q.consumer(2);
    consumer.take();
    consumer.leave();

    assertThat(q.consumer(2).takeMarked()).containsExactly("a+1", "b+1");
  }

  @Test
  void shouldGiveWhatALostConsumerHeldToOthersAtOnce() {
    TestConsumer lost = q.consumer(10);
    lost.take();
    TestConsumer other = q.consumer(2);
    lost.vanish();

    assertThat(other.takeBodies()).containsExactly("a", "b");
  }

  @Test
  void shouldReturnNothingTheSecondTimeAConsumerEnds() {
    TestConsumer lost = q.consumer(2);
    lost.take();
    lost.vanish();
    lost.vanish();

    assertThat(q.counts()).isEqualTo(counts(6, 0, 0));
  }

  @Test
  void shouldGiveNothingToAConsumerThatHasLeft() {
    TestConsumer gone = q.consumer(2);
    gone.leave();

    assertThat(gone.takeBodies()).isEmpty();
  }

  @Test
  void shouldGiveNoCreditToAConsumerThatHasLeft() {
    TestConsumer gone = q.consumer(0);
    gone.leave();
    gone.credit(10);

    assertThat(q.counts()).isEqualTo(counts(6, 0, 0));
  }

  @Test
  void shouldKeepReturnedMessagesInPlaceWhileOthersPublish() {
    TestConsumer consumer = q.consumer(6);
    consumer.take();
    consumer.credit(0);
    consumer.settle(NACK, 0, 6);
    q.publish("g");
    consumer.credit(10);

    assertThat(consumer.takeMarked())
        .containsExactly("a+1", "b+1", "c+1", "d+1", "e+1", "f+1", "g+0");
  }
}
