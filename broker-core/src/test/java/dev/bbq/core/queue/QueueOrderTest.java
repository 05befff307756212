// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.core.queue.LimitedQueue.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.QueueOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages that are more urgent than others, or not to be delivered yet. */
class QueueOrderTest {

  private static LimitedQueue priorities(int max) throws Exception {
    return new LimitedQueue(QueueOptions.builder().maxPriority(max));
  }

  @Test
  void shouldDeliverTheMostUrgentFirstAndEachPriorityInOrder() throws Exception {
    LimitedQueue q = priorities(9);
    q.publish("a", "b");
    q.publish(Wish.of(5), "c", "d");
    q.publish(Wish.of(9), "e");
    q.publish("f");

    assertThat(q.consumer(10).drain()).containsExactly("e", "c", "d", "a", "b", "f");
  }

  @Test
  void shouldTakePrioritiesBeyondItsOwnForTheHighest() throws Exception {
    LimitedQueue q = priorities(2);
    q.publish(Wish.of(2), "a");
    q.publish(Wish.of(9), "b");
    q.publish(Wish.of(1), "c");

    assertThat(q.consumer(10).drain()).containsExactly("a", "b", "c");
  }

  @Test
  void shouldKeepTheOrderWherePrioritiesMeanNothing() throws Exception {
    LimitedQueue q = priorities(0);
    q.publish("a");
    q.publish(Wish.of(9), "b");

    assertThat(q.consumer(10).drain()).containsExactly("a", "b");
  }

  @Test
  void shouldPutReturnedMessagesBackInTheirPriority() throws Exception {
    LimitedQueue q = priorities(9);
    q.publish("a", "b");
    q.publish(Wish.of(9), "c", "d");
    TestConsumer first = q.consumer(3);
    first.take();
    first.vanish();

    assertThat(q.consumer(10).drain()).containsExactly("c", "d", "a", "b");
    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldPurgeAndDeleteAllPriorities() throws Exception {
    LimitedQueue q = priorities(9);
    q.publish("a");
    q.publish(Wish.of(9), "b");
    assertThat(q.queue.purge().toCompletableFuture()).isCompletedWithValue(2L);
    q.publish(Wish.of(3), "c");

    assertThat(q.queue.delete().toCompletableFuture()).isCompletedWithValue(1L);
    assertThat(q.store.has("q3")).isFalse();
  }

  @Test
  void shouldDeliverADelayedMessageWhenItsTimeHasCome() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    TestConsumer consumer = q.consumer(10);
    q.publish(after(q.host.nowMs() + 100), "a");
    assertThat(q.status().delayed()).isEqualTo(1);
    assertThat(q.status().ready()).isZero();
    q.pass(99);
    assertThat(consumer.takeBodies()).isEmpty();
    q.pass(1);

    assertThat(consumer.drain()).containsExactly("a");
    assertThat(q.stored()).isEmpty();
    assertThat(q.status().delayed()).isZero();
  }

  @Test
  void shouldHaveDelayedMessagesJoinTheTail() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish(after(q.host.nowMs() + 100), "late");
    q.publish(after(q.host.nowMs() + 50), "early");
    q.publish("a");
    q.pass(50);
    q.publish("b");
    q.pass(50);
    q.publish("c");

    assertThat(q.consumer(10).drain()).containsExactly("a", "early", "b", "late", "c");
  }

  @Test
  void shouldDeliverManyThatBecomeDueAtOnceInTheirOrder() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    String[] bodies = QueueFixture.numbers(0, 2000).toArray(String[]::new);
    q.publish(after(q.host.nowMs() + 100), bodies);
    q.pass(100);

    assertThat(q.consumer(100).drain()).containsExactly(bodies);
  }

  @Test
  void shouldDeliverAtOnceWhatWasToWaitUntilATimeThatHasPassed() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish(after(1), "a");

    assertThat(q.consumer(10).drain()).containsExactly("a");
  }

  @Test
  void shouldCountTheTimeToLiveFromWhenItIsReady() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder().messageTtl(Duration.ofMillis(50)));
    q.publish(after(q.host.nowMs() + 100), "a");
    q.pass(149);
    assertThat(q.stored()).containsExactly("a");
    q.pass(1);

    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldPurgeDelayedMessagesToo() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish(after(q.host.nowMs() + 100), "a");
    q.publish("b");
    assertThat(q.queue.purge().toCompletableFuture()).isCompletedWithValue(2L);
    q.pass(100);

    assertThat(q.consumer(10).drain()).isEmpty();
    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldGiveADelayedMessageBackToTheHead() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish(after(q.host.nowMs() + 100), "a");
    q.pass(100);
    q.publish("b");
    TestConsumer consumer = q.consumer(1);
    consumer.take();
    consumer.requeue(1);

    assertThat(consumer.takeMarked()).containsExactly("a+1");
  }

  @Test
  void shouldDelayWithinAPriority() throws Exception {
    LimitedQueue q = priorities(9);
    q.publish(new Wish(9, Long.MAX_VALUE, q.host.nowMs() + 100), "urgent");
    q.publish("a", "b");
    TestConsumer consumer = q.consumer(1);
    assertThat(consumer.takeBodies()).containsExactly("a");
    q.pass(100);
    consumer.ack(1);

    assertThat(consumer.takeBodies()).containsExactly("urgent");
  }
}
