// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.core.queue.QueueFixture.counts;
import static dev.bbq.core.queue.QueueFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.QueueOptions;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestHost;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueueDeliveryTest {

  private QueueFixture q;

  @BeforeEach
  void setUp() throws Exception {
    q = new QueueFixture();
  }

  @Test
  void shouldDeliverInTheOrderOfPublishing() {
    q.publishNumbers(10);
    q.publish("x", "y");

    assertThat(q.consumer(100).takeBodies())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "x", "y");
  }

  @Test
  void shouldDeliverWhatIsPublishedAfterTheConsumerCame() {
    TestConsumer consumer = q.consumer(10);
    q.publish("a");

    assertThat(consumer.takeBodies()).containsExactly("a");
  }

  @Test
  void shouldNumberDeliveriesOneByOne() {
    q.publishNumbers(3);

    assertThat(q.consumer(10).take())
        .extracting(TestConsumer.Taken::number)
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void shouldDeliverABacklogOfManyPagesInOrder() {
    q.publishNumbers(5000);

    assertThat(q.consumer(100).drain()).isEqualTo(numbers(0, 5000));
  }

  @Test
  void shouldReadNoFurtherThanConsumersAskFor() {
    q.publishNumbers(5000);
    q.consumer(10).take();

    assertThat(q.store.calls(Op.READ)).isEqualTo(1);
  }

  @Test
  void shouldNotReadWithoutConsumers() {
    q.publishNumbers(10);

    assertThat(q.store.calls(Op.READ)).isZero();
  }

  @Test
  void shouldDeliverPageByPageFromAStoreThatAnswersLater() {
    Later reads = q.store.hold(Op.READ);
    q.publishNumbers(2000);
    TestConsumer consumer = q.consumer(3000);
    List<String> bodies = new ArrayList<>();
    while (reads.size() > 0) {
      reads.runFirst();
      bodies.addAll(consumer.takeBodies());
    }

    assertThat(bodies).isEqualTo(numbers(0, 2000));
  }

  @Test
  void shouldHaveOnlyOneReadOnItsWay() {
    Later reads = q.store.hold(Op.READ);
    q.publishNumbers(2000);
    q.consumer(10);
    q.consumer(10);
    q.publish("more");

    assertThat(reads.size()).isEqualTo(1);
  }

  @Test
  void shouldServeConsumersInTurn() {
    TestConsumer first = q.consumer(100);
    TestConsumer second = q.consumer(100);
    q.publishNumbers(6);

    assertThat(List.of(first.takeBodies(), second.takeBodies()))
        .containsExactly(List.of("0", "2", "4"), List.of("1", "3", "5"));
  }

  @Test
  void shouldGiveEachOfThreeEqualConsumersItsShare() {
    List<TestConsumer> consumers = IntStream.range(0, 3).mapToObj(i -> q.consumer(10)).toList();
    q.publishNumbers(3000);
    int[] got = new int[3];
    for (int round = 0; round < 1000; round++) {
      for (int i = 0; i < 3; i++) {
        got[i] += ackSome(consumers.get(i), 5);
      }
    }

    assertThat(got).containsOnly(1000);
  }

  private static int ackSome(TestConsumer consumer, int count) {
    List<TestConsumer.Taken> taken = consumer.take(count, Long.MAX_VALUE);
    taken.forEach(one -> consumer.ack(one.number()));
    return taken.size();
  }

  @Test
  void shouldLetASlowConsumerSlowOnlyItself() {
    TestConsumer slow = q.consumer(2);
    TestConsumer fast = q.consumer(2);
    q.publishNumbers(100);
    fast.drain();

    assertThat(q.counts()).isEqualTo(counts(0, 2, 2));
    assertThat(slow.takeBodies()).containsExactly("0", "2");
  }

  @Test
  void shouldWakeAConsumerOncePerBurst() {
    TestConsumer consumer = q.consumer(100);
    q.publishNumbers(50);

    assertThat(consumer.wakes.availablePermits()).isEqualTo(1);
  }

  @Test
  void shouldNotWakeAConsumerAgainBeforeItHasTakenAll() {
    TestConsumer consumer = q.consumer(100);
    q.publishNumbers(5);
    consumer.take(3, Long.MAX_VALUE);
    q.publishNumbers(5);

    assertThat(consumer.wakes.availablePermits()).isEqualTo(1);
  }

  @Test
  void shouldWakeAConsumerAgainOnceItHasTakenAll() {
    TestConsumer consumer = q.consumer(100);
    q.publishNumbers(5);
    consumer.take();
    q.publishNumbers(5);

    assertThat(consumer.wakes.availablePermits()).isEqualTo(2);
  }

  @Test
  void shouldHandOverAtMostWhatIsAskedFor() {
    q.publishNumbers(10);

    assertThat(q.consumer(10).take(4, Long.MAX_VALUE)).hasSize(4);
  }

  @Test
  void shouldStopHandingOverOnceTheBytesAreReached() {
    q.publish("aaaa", "bbbb", "cccc");

    assertThat(q.consumer(10).take(10, 5)).hasSize(2);
  }

  @Test
  void shouldCountReadyAndUnacked() {
    q.publishNumbers(10);
    q.consumer(4);

    assertThat(q.counts()).isEqualTo(counts(6, 4, 1));
  }

  @Test
  void shouldHoldNoLockWhileItCallsTheStore() throws Exception {
    List<Op> locked = new ArrayList<>();
    q.store.observe(
        op -> {
          if (Thread.holdsLock(q.queue)) {
            locked.add(op);
          }
        });
    q.publishNumbers(10);
    TestConsumer consumer = q.consumer(5);
    consumer.take();
    consumer.ack(1);
    consumer.nack(2);
    consumer.vanish();
    q.queue.purge();
    q.queue.delete();

    assertThat(locked).isEmpty();
  }

  @Test
  void shouldDeliverWhatAnEarlierRunLeft() {
    q.publishNumbers(1000);
    Queue again =
        new TestHost()
            .queue("q", QueueOptions.NONE, List.of(new Queue.Log(q.log, 0, 1000, 1000)), q.totals);
    TestConsumer consumer = TestConsumer.subscribe(again);
    consumer.credit(100);

    assertThat(consumer.drain()).isEqualTo(numbers(0, 1000));
  }

  @Test
  void shouldKeepLittleFromOthersForAConsumerThatDoesNotRead() {
    q.consumer(10_000);
    q.publishNumbers(1000);

    assertThat(q.consumer(10_000).take()).hasSizeGreaterThan(700);
  }
}
