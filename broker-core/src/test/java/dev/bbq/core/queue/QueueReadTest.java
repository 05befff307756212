// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.core.queue.QueueFixture.counts;
import static dev.bbq.core.queue.QueueFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestHost;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stores that answer late, out of order, or not at all. */
class QueueReadTest {

  private QueueFixture q;

  @BeforeEach
  void setUp() throws Exception {
    q = new QueueFixture();
  }

  @Test
  void shouldDeliverNothingBeforeItIsKept() {
    Later appends = q.store.hold(Op.APPEND);
    TestConsumer consumer = q.consumer(10);
    q.publish("a");
    assertThat(consumer.takeBodies()).isEmpty();
    appends.runAll();

    assertThat(consumer.takeBodies()).containsExactly("a");
  }

  @Test
  void shouldCountNothingBeforeItIsKept() {
    q.store.hold(Op.APPEND);
    q.publish("a");

    assertThat(q.counts()).isEqualTo(counts(0, 0, 0));
  }

  @Test
  void shouldKeepTheOrderWhenAppendsCompleteOutOfOrder() {
    Later appends = q.store.hold(Op.APPEND);
    TestConsumer consumer = q.consumer(10);
    q.publish("a", "b");
    q.publish("c");
    appends.runLast();
    appends.runFirst();

    assertThat(consumer.takeBodies()).containsExactly("a", "b", "c");
  }

  @Test
  void shouldDeliverAllWhenItHearsOfAppendsOutOfOrder() {
    TestConsumer consumer = q.consumer(10);
    q.queue.inlet().reserve();
    q.queue.inlet().reserve();
    Later appends = q.store.hold(Op.APPEND);
    var first = append("a", "b");
    var second = append("c");
    appends.runAll();
    q.queue.inlet().appended(second.join()[0], 1);
    q.queue.inlet().appended(first.join()[0], 2);

    assertThat(consumer.drain()).containsExactly("a", "b", "c");
  }

  @Test
  void shouldCountRightWhenItHearsOfAppendsOutOfOrder() {
    q.consumer(10);
    q.queue.inlet().reserve();
    q.queue.inlet().reserve();
    var first = append("a", "b");
    var second = append("c");
    q.queue.inlet().appended(second.join()[0], 1);
    q.queue.inlet().appended(first.join()[0], 2);

    assertThat(q.counts()).isEqualTo(counts(0, 3, 1));
  }

  private CompletableFuture<long[]> append(String... bodies) {
    return q.store
        .append(List.of(new Append(q.log, QueueFixture.messages(bodies))))
        .toCompletableFuture();
  }

  @Test
  void shouldDeliverWhatIsKeptWhileAReadThatMissedItIsOnItsWay() {
    Later appends = q.store.hold(Op.APPEND);
    Later reads = q.store.hold(Op.READ);
    TestConsumer consumer = q.consumer(10);
    q.publish("a");
    q.publish("b");
    appends.runLast(); // b is kept, but can't be read before a
    appends.runAll(); // a is kept, while the read that did not see it is on its way
    reads.runAll();

    assertThat(consumer.takeBodies()).containsExactly("a", "b");
  }

  @Test
  void shouldDeliverOthersWhenAnAppendFails() {
    TestConsumer consumer = q.consumer(10);
    q.publish("a");
    q.store.failNext(Op.APPEND, 1);
    q.publish("lost");
    q.publish("c");

    assertThat(consumer.takeBodies()).containsExactly("a", "c");
  }

  @Test
  void shouldCountNothingOfAFailedAppend() {
    q.store.failNext(Op.APPEND, 1);
    q.publish("lost");

    assertThat(q.counts()).isEqualTo(counts(0, 0, 0));
  }

  @Test
  void shouldLoseNothingWhenAReadFails() {
    q.publishNumbers(3);
    q.store.failNext(Op.READ, 1);
    TestConsumer consumer = q.consumer(10);
    assertThat(consumer.takeBodies()).isEmpty();
    q.queue.retry();
    q.publish("next");

    assertThat(consumer.takeBodies()).containsExactly("0", "1", "2", "next");
  }

  @Test
  void shouldGoOnInTheMiddleWhenAReadFailsThere() {
    q.publishNumbers(1000);
    TestConsumer consumer = q.consumer(512); // a page
    List<String> first = consumer.takeBodies();
    q.store.failNext(Op.READ, 1);
    consumer.ackUpTo(first.size());
    assertThat(consumer.takeBodies()).isEmpty();
    q.queue.retry();
    q.publish("next");

    assertThat(consumer.drain()).startsWith("512").endsWith("next").hasSize(489);
  }

  @Test
  void shouldNotReadAgainAndAgainWhenReadsFail() {
    q.publishNumbers(3);
    q.store.failNext(Op.READ, 100);
    q.consumer(10);

    assertThat(q.store.calls(Op.READ)).isEqualTo(1);
  }

  @Test
  void shouldReadAgainAfterFailuresWithLongerAndLongerPatience() {
    q.publishNumbers(3);
    q.store.failNext(Op.READ, 100);
    q.consumer(10);
    List<Integer> reads = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      int before = q.store.calls(Op.READ);
      q.queue.retry();
      if (q.store.calls(Op.READ) > before) {
        reads.add(i);
      }
    }

    assertThat(reads).containsExactly(1, 3, 7, 15, 23, 31, 39);
  }

  @Test
  void shouldHaveItsPatienceBackAfterAReadThatSucceeds() {
    q.publishNumbers(3);
    q.store.failNext(Op.READ, 3);
    TestConsumer consumer = q.consumer(10);
    retry(3);
    assertThat(consumer.takeBodies()).isEmpty();
    retry(4);
    assertThat(consumer.takeBodies()).hasSize(3);
    q.store.failNext(Op.READ, 1);
    q.publish("next");
    q.queue.retry();

    assertThat(consumer.takeBodies()).containsExactly("next");
  }

  private void retry(int times) {
    for (int i = 0; i < times; i++) {
      q.queue.retry();
    }
  }

  @Test
  void shouldReadAgainWhenTheStoreHasThrown() {
    q.publishNumbers(3);
    q.store.throwNext(Op.READ, 1);
    TestConsumer consumer = q.consumer(10);
    assertThat(consumer.takeBodies()).isEmpty();
    q.queue.retry();

    assertThat(consumer.takeBodies()).containsExactly("0", "1", "2");
  }

  @Test
  void shouldDeliverOnWhenTheStoreThrowsAtASettlement() {
    q.publishNumbers(3);
    TestConsumer consumer = q.consumer(1);
    consumer.take();
    q.store.throwNext(Op.SETTLE, 1);
    consumer.ackUpTo(1);

    assertThat(consumer.takeBodies()).containsExactly("1");
  }

  @Test
  void shouldFailAPurgeWhenTheStoreThrows() {
    q.publishNumbers(3);
    q.store.throwNext(Op.SETTLE, 1);

    assertThat(q.queue.purge()).isCompletedExceptionally();
  }

  @Test
  void shouldFailADeletionWhenTheStoreThrows() {
    q.store.throwNext(Op.DROP, 1);

    assertThat(q.queue.delete()).isCompletedExceptionally();
  }

  @Test
  void shouldHandOverAPageThatComesAfterItsConsumerHasGoneToTheNextOne() {
    Later reads = q.store.hold(Op.READ);
    q.publishNumbers(3);
    q.consumer(10).vanish();
    reads.runAll();

    assertThat(q.consumer(10).takeMarked()).containsExactly("0+0", "1+0", "2+0");
  }

  @Test
  void shouldPassOverGapsThatTheStoreHas() {
    q.publishNumbers(2000);
    q.store.log("q").settle(Sequences.range(10, 1989));

    assertThat(q.consumer(2000).takeBodies())
        .startsWith("0")
        .endsWith("1999")
        .hasSize(20)
        .containsAll(numbers(1990, 2000));
  }

  @Test
  void shouldMarkWhatFailedBeforeARestartAsRedelivered() {
    q.publish("a", "b");
    q.log.release(Sequences.of(0), 2, 0);
    Queue restarted =
        new TestHost()
            .queue(
                "q", QueueOptions.NONE, List.of(new Queue.Log(q.log, 0, 2, 2)), new QueueTotals());
    TestConsumer consumer = TestConsumer.subscribe(restarted);
    consumer.credit(2, QueueFixture.NO_BYTE_LIMIT);

    assertThat(consumer.takeMarked()).containsExactly("a+2", "b+0");
  }
}
