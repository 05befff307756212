// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.core.queue.LimitedQueue.ttl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages that are ready for too long, and queues that nobody uses. */
class QueueExpiryTest {

  private static QueueOptions.Builder ttl100() {
    return QueueOptions.builder().messageTtl(Duration.ofMillis(100));
  }

  @Test
  void shouldDropWhatWasReadyForTooLongThoughNobodyConsumes() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    q.publish("a", "b");
    q.pass(50);
    q.publish("c");
    q.pass(50);

    assertThat(q.stored()).containsExactly("c");
    assertThat(q.status().counts())
        .isEqualTo(MessageCounts.of(3, 0, 0, 0, Map.of(MessageCounts.EXPIRED, 2L)));
  }

  @Test
  void shouldDeliverWhatIsNotTooOld() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    q.publish("a");
    q.pass(99);

    assertThat(q.consumer(5).takeBodies()).containsExactly("a");
  }

  @Test
  void shouldNotExpireWhatIsOnLease() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    q.publish("a");
    TestConsumer consumer = q.consumer(5);
    consumer.take();
    q.pass(1000);

    assertThat(consumer.ack(1)).isTrue();
    assertThat(q.status().counts()).isEqualTo(MessageCounts.of(1, 1, 1, 0, Map.of()));
  }

  @Test
  void shouldExpireWhatComesBackTooLate() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    q.publish("a");
    TestConsumer consumer = q.consumer(5);
    consumer.take();
    q.pass(1000);
    consumer.requeue(1);

    assertThat(consumer.takeBodies()).isEmpty();
    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldTakeTheShorterOfTheTwoTimes() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    q.publish(ttl(30), "short");
    q.publish(ttl(300), "long");
    q.pass(30);
    assertThat(q.stored()).containsExactly("long");
    q.pass(70);

    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldExpireByTheWishOfAPublisherAlone() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish(ttl(30), "a");
    q.publish("b");
    q.pass(30);

    assertThat(q.stored()).containsExactly("b");
  }

  @Test
  void shouldExpireAtTheHeadOnly() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish("stays");
    q.publish(ttl(30), "a");
    q.pass(60);
    assertThat(q.stored()).containsExactly("stays", "a");
    TestConsumer consumer = q.consumer(5);

    assertThat(consumer.takeBodies()).containsExactly("stays");
    assertThat(q.stored()).containsExactly("stays");
  }

  @Test
  void shouldNeverDeliverAnExpiredMessageWithATtlOfZero() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    TestConsumer consumer = q.consumer(5);
    q.publish(ttl(0), "a");

    assertThat(consumer.takeBodies()).isEmpty();
    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldBuryWhatExpires() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100().deadLetterTo("dlx"));
    q.publish("a", "b");
    q.pass(100);

    assertThat(q.buried()).containsExactly("a expired", "b expired");
    assertThat(q.status().counts().deadLettered()).isEqualTo(Map.of(MessageCounts.EXPIRED, 2L));
    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldTryAgainToBuryWhatStays() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100().deadLetterTo("dlx"));
    q.host.fate(new DeadLetter.Fate.Stays("no room"));
    q.publish("a");
    q.pass(100);
    assertThat(q.stored()).containsExactly("a");
    q.host.fate(new DeadLetter.Fate.Moved());
    q.pass(1000);

    assertThat(q.buried()).containsExactly("a expired", "a expired");
    assertThat(q.stored()).isEmpty();
    assertThat(q.status().ready() + q.status().delayed()).isZero();
  }

  @Test
  void shouldExpireWhenNobodyUsesIt() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().expires(Duration.ofSeconds(10)));
    q.pass(9_999);
    assertThat(q.host.expired()).isEmpty();
    q.pass(1);

    assertThat(q.host.expired()).containsExactly(q.queue);
  }

  @Test
  void shouldNotExpireWhileItHasAConsumer() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().expires(Duration.ofSeconds(10)));
    q.pass(5_000);
    TestConsumer consumer = q.consumer(0);
    q.pass(50_000);
    assertThat(q.host.expired()).isEmpty();
    consumer.leave();
    q.pass(9_999);
    assertThat(q.host.expired()).isEmpty();
    q.pass(1);

    assertThat(q.host.expired()).containsExactly(q.queue);
  }

  @Test
  void shouldLiveLongerWhenItIsDeclaredAgain() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().expires(Duration.ofSeconds(10)));
    q.pass(9_000);
    q.queue.touch();
    q.pass(9_000);

    assertThat(q.host.expired()).isEmpty();
  }
}
