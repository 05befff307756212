// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.core.queue.QueueFixture.counts;
import static dev.bbq.core.queue.QueueFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.testkit.TestStore.Op;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueCreditTest {

  private QueueFixture q;

  @BeforeEach
  void setUp() throws Exception {
    q = new QueueFixture();
  }

  @Test
  void shouldDeliverNoMoreThanTheCreditInMessages() {
    q.publishNumbers(10);

    assertThat(q.consumer(3).takeBodies()).containsExactly("0", "1", "2");
  }

  @Test
  void shouldMakeRoomBySettling() {
    q.publishNumbers(10);
    TestConsumer consumer = q.consumer(3);
    consumer.take();
    consumer.ackUpTo(2);

    assertThat(consumer.takeBodies()).containsExactly("3", "4");
  }

  @Test
  void shouldGiveNothingWithoutCredit() {
    TestConsumer none = q.consumer(0);
    q.publishNumbers(10);

    assertThat(none.takeBodies()).isEmpty();
  }

  @Test
  void shouldNotReadForConsumersWithoutCredit() {
    q.consumer(0);
    q.publishNumbers(10);

    assertThat(q.store.calls(Op.READ)).isZero();
  }

  @Test
  void shouldNotWakeConsumersWithoutCredit() {
    TestConsumer none = q.consumer(0);
    q.consumer(10);
    q.publishNumbers(10);

    assertThat(none.wakes.availablePermits()).isZero();
  }

  @Test
  void shouldServeOthersAsIfConsumersWithoutCreditWereNotThere() {
    q.consumer(0);
    TestConsumer other = q.consumer(10);
    q.consumer(0);
    q.publishNumbers(3);

    assertThat(other.takeBodies()).containsExactly("0", "1", "2");
  }

  @Test
  void shouldStopOnceTheBytesOfTheCreditAreHeld() {
    q.publish("aaaa", "bbbb", "cccc", "dddd");

    assertThat(q.consumer(10, 8).takeBodies()).containsExactly("aaaa", "bbbb");
  }

  @Test
  void shouldDeliverOneMessageThatExceedsTheBytesByItself() {
    q.publish("large message", "x");

    assertThat(q.consumer(10, 4).takeBodies()).containsExactly("large message");
  }

  @Test
  void shouldLetTheLastMessageExceedTheBytes() {
    q.publish("aaa", "large message", "x");

    assertThat(q.consumer(10, 4).takeBodies()).containsExactly("aaa", "large message");
  }

  @Test
  void shouldPauseWithoutBytes() {
    q.publish("a");

    assertThat(q.consumer(10, 0).takeBodies()).isEmpty();
  }

  @Test
  void shouldDeliverEmptyMessagesWithinTheCreditInMessages() {
    q.publish("", "", "");

    assertThat(q.consumer(2, 1).take()).hasSize(2);
  }

  @Test
  void shouldTakeBackWhatIsUnsentWhenTheCreditIsLowered() {
    q.publishNumbers(10);
    TestConsumer consumer = q.consumer(10);
    consumer.credit(4);

    assertThat(consumer.takeBodies()).isEqualTo(numbers(0, 4));
  }

  @Test
  void shouldNotMarkWhatIsTakenBackUnsent() {
    q.publishNumbers(2);
    TestConsumer consumer = q.consumer(2);
    consumer.credit(0);

    assertThat(q.consumer(2).takeMarked()).containsExactly("0+0", "1+0");
  }

  @Test
  void shouldGiveWhatIsTakenBackToOthersAtOnce() {
    TestConsumer first = q.consumer(4);
    q.publishNumbers(4);
    TestConsumer second = q.consumer(4);
    first.credit(1);

    assertThat(second.takeBodies()).containsExactly("1", "2", "3");
  }

  @Test
  void shouldLeaveWhatWasSentWhenTheCreditIsLowered() {
    q.publishNumbers(10);
    TestConsumer consumer = q.consumer(4);
    consumer.take();
    consumer.credit(1);

    assertThat(q.counts()).isEqualTo(counts(6, 4, 1));
  }

  @Test
  void shouldDeliverNothingUntilALoweredCreditHasRoom() {
    q.publishNumbers(10);
    TestConsumer consumer = q.consumer(4);
    consumer.take();
    consumer.credit(1);
    consumer.ackUpTo(3);

    assertThat(consumer.takeBodies()).isEmpty();
  }

  @Test
  void shouldGoOnOnceALoweredCreditHasRoom() {
    q.publishNumbers(10);
    TestConsumer consumer = q.consumer(4);
    consumer.take();
    consumer.credit(1);
    consumer.ackUpTo(4);

    assertThat(consumer.takeBodies()).containsExactly("4");
  }

  @Test
  void shouldGoOnWhenTheCreditIsRaised() {
    q.publishNumbers(10);
    TestConsumer consumer = q.consumer(0);
    consumer.credit(2);

    assertThat(consumer.takeBodies()).containsExactly("0", "1");
  }

  @Test
  void shouldKeepTheOrderWhenCreditComesAndGoes() {
    q.publishNumbers(1000);
    TestConsumer consumer = q.consumer(700);
    consumer.credit(1);
    consumer.credit(300);
    consumer.credit(0);
    consumer.credit(1000);

    assertThat(consumer.takeBodies()).isEqualTo(numbers(0, 1000));
  }
}
