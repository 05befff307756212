// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Queues that may not have more than so much ready. */
class QueueOverflowTest {

  private static QueueOptions.Builder max3() {
    return QueueOptions.builder().maxLength(3);
  }

  @Test
  void shouldDropTheOldest() throws Exception {
    LimitedQueue q = new LimitedQueue(max3());
    q.publish("a", "b", "c", "d");
    q.publish("e");

    assertThat(q.stored()).containsExactly("c", "d", "e");
    assertThat(q.status().counts())
        .isEqualTo(MessageCounts.of(5, 0, 0, 0, Map.of(MessageCounts.OVERFLOW, 2L)));
  }

  @Test
  void shouldCountWhatIsReadyOnly() throws Exception {
    LimitedQueue q = new LimitedQueue(max3());
    TestConsumer consumer = q.consumer(2);
    q.publish("a", "b", "c", "d", "e");
    consumer.take();

    assertThat(q.stored()).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void shouldDropTheOldestWhenOneComesBack() throws Exception {
    LimitedQueue q = new LimitedQueue(max3());
    TestConsumer consumer = q.consumer(1);
    q.publish("a", "b", "c", "d");
    consumer.take();
    consumer.credit(0);
    consumer.requeue(1);

    assertThat(q.stored()).containsExactly("b", "c", "d");
  }

  @Test
  void shouldGiveAllToConsumersThatWantThem() throws Exception {
    LimitedQueue q = new LimitedQueue(max3());
    TestConsumer consumer = q.consumer(100);
    q.publish("a", "b", "c", "d", "e");

    assertThat(consumer.takeBodies()).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void shouldDropTheOldestUntilTheBytesFit() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().maxBytes(10));
    q.publish("aaaa", "bbbb", "cc");
    assertThat(q.stored()).hasSize(3);
    q.publish("d");

    assertThat(q.stored()).containsExactly("bbbb", "cc", "d");
  }

  @Test
  void shouldForgetBytesThatHaveLeft() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().maxBytes(10));
    q.publish("aaaa", "bbbb");
    q.consumer(5).drain();
    q.publish("cccc", "dddd");
    var unused = q.queue.purge();
    q.publish("eeee", "ffff", "gg");

    assertThat(q.stored()).containsExactly("eeee", "ffff", "gg");
  }

  @Test
  void shouldRefuseTheNewInstead() throws Exception {
    LimitedQueue q = new LimitedQueue(max3().overflow(Overflow.REJECT_PUBLISH));

    assertThat(q.publish("a", "b", "c", "d")).containsExactly("d");
    assertThat(q.publish("e")).containsExactly("e");
    assertThat(q.stored()).containsExactly("a", "b", "c");
  }

  @Test
  void shouldTakeMoreOnceThereIsRoom() throws Exception {
    LimitedQueue q = new LimitedQueue(max3().overflow(Overflow.REJECT_PUBLISH));
    q.publish("a", "b", "c");
    q.consumer(1).drain();

    assertThat(q.publish("d")).isEmpty();
  }

  @Test
  void shouldRefuseWhatHasTooManyBytes() throws Exception {
    LimitedQueue q =
        new LimitedQueue(QueueOptions.builder().maxBytes(10).overflow(Overflow.REJECT_PUBLISH));

    assertThat(q.publish("aaaaaaaaa", "bb", "c")).containsExactly("bb");
  }

  @Test
  void shouldBuryWhatOverflows() throws Exception {
    LimitedQueue q = new LimitedQueue(max3().deadLetterTo(""));
    q.publish("a", "b", "c", "d");

    assertThat(q.buried()).containsExactly("a overflow");
    assertThat(q.status().counts().deadLettered()).isEqualTo(Map.of(MessageCounts.OVERFLOW, 1L));
  }

  @Test
  void shouldDropTheLeastUrgentFirst() throws Exception {
    LimitedQueue q = new LimitedQueue(max3().maxPriority(9));
    q.publish(Wish.of(9), "urgent");
    q.publish("a", "b");
    q.publish(Wish.of(5), "more");

    assertThat(q.stored()).containsExactly("b", "more", "urgent");
  }
}
