// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages whose deliveries fail again and again, or that consumers reject. */
class QueueFailureTest {

  private static QueueOptions.Builder limit(int failures) {
    return QueueOptions.builder().deliveryLimit(failures);
  }

  private static int nackUntilItStays(TestConsumer consumer, int atMost) {
    int nacks = 0;
    for (int number = 1; number <= atMost && !consumer.take().isEmpty(); number++) {
      consumer.nack(number);
      nacks++;
    }
    return nacks;
  }

  @Test
  void shouldDropWhatHasFailedTooOften() throws Exception {
    LimitedQueue q = new LimitedQueue(limit(3));
    q.publish("a");

    assertThat(nackUntilItStays(q.consumer(1), 10)).isEqualTo(3);
    assertThat(q.stored()).isEmpty();
    assertThat(q.status().counts())
        .isEqualTo(MessageCounts.of(1, 3, 0, 2, Map.of(MessageCounts.DELIVERY_LIMIT, 1L)));
  }

  @Test
  void shouldBuryWhatHasFailedTwentyTimes() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().deadLetterTo("dlx"));
    q.publish("a");

    assertThat(nackUntilItStays(q.consumer(1), 100)).isEqualTo(20);
    assertThat(q.buried()).containsExactly("a delivery-limit");
  }

  @Test
  void shouldPauseWhatHasFailedTwentyTimesWhereNobodyWantsIt() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish("a");
    TestConsumer consumer = q.consumer(1);
    assertThat(nackUntilItStays(consumer, 100)).isEqualTo(20);
    assertThat(q.status().delayed()).isEqualTo(1);
    q.pass(999);
    assertThat(consumer.take()).isEmpty();
    q.pass(1);
    assertThat(consumer.take()).hasSize(1);
    consumer.nack(21);
    q.pass(1_999);
    assertThat(consumer.take()).isEmpty();
    q.pass(1);

    assertThat(consumer.take()).hasSize(1);
    assertThat(q.stored()).containsExactly("a");
  }

  @Test
  void shouldNotLetAPausingMessageHoldUpOthers() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish("poison");
    TestConsumer consumer = q.consumer(1);
    nackUntilItStays(consumer, 100);
    q.publish("a");

    assertThat(consumer.takeBodies()).containsExactly("a");
  }

  @Test
  void shouldBearAnyNumberOfFailuresWithoutALimit() throws Exception {
    LimitedQueue q = new LimitedQueue(limit(0));
    q.publish("a");

    assertThat(nackUntilItStays(q.consumer(1), 100)).isEqualTo(100);
  }

  @Test
  void shouldCountLostConsumersButNotRequeues() throws Exception {
    LimitedQueue q = new LimitedQueue(limit(2));
    q.publish("a");
    TestConsumer consumer = q.consumer(1);
    for (int number = 1; number <= 10; number++) {
      consumer.take();
      consumer.requeue(number);
    }
    consumer.take();
    consumer.vanish();
    assertThat(q.stored()).containsExactly("a");
    TestConsumer second = q.consumer(1);
    second.take();
    second.vanish();

    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldDropWhatIsRejected() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish("a");
    TestConsumer consumer = q.consumer(1);
    consumer.take();
    consumer.reject(1);

    assertThat(q.stored()).isEmpty();
    assertThat(q.status().counts().dropped()).isEqualTo(Map.of(MessageCounts.REJECTED, 1L));
  }

  @Test
  void shouldBuryWhatIsRejected() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().deadLetterTo("dlx"));
    q.publish("a");
    TestConsumer consumer = q.consumer(1);
    consumer.take();
    consumer.reject(1);

    assertThat(q.buried()).containsExactly("a rejected");
    assertThat(q.stored()).isEmpty();
    assertThat(q.status().counts().deadLettered()).isEqualTo(Map.of(MessageCounts.REJECTED, 1L));
  }

  @Test
  void shouldNotDeliverARejectedMessageAgainWhileItCanNotBeBuried() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().deadLetterTo("dlx"));
    q.host.fate(new DeadLetter.Fate.Stays("no room"));
    q.publish("a");
    TestConsumer consumer = q.consumer(1);
    consumer.take();
    consumer.reject(1);
    q.pass(5_000);

    assertThat(consumer.take()).isEmpty();
    assertThat(q.stored()).containsExactly("a");
    assertThat(q.buried()).hasSizeGreaterThan(3);
  }

  @Test
  void shouldCountWhatHasNowhereToGo() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().deadLetterTo("dlx"));
    q.host.fate(new DeadLetter.Fate.Dropped(MessageCounts.NO_DEAD_LETTER_TARGET));
    q.publish("a");
    TestConsumer consumer = q.consumer(1);
    consumer.take();
    consumer.reject(1);

    assertThat(q.stored()).isEmpty();
    assertThat(q.status().counts().dropped())
        .isEqualTo(Map.of(MessageCounts.NO_DEAD_LETTER_TARGET, 1L));
  }
}
