// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.core.queue.QueueFixture.counts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import dev.bbq.core.testkit.Trials;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueuePurgeTest {

  private QueueFixture q;

  @BeforeEach
  void setUp() throws Exception {
    q = new QueueFixture();
    q.publish("a", "b", "c", "d", "e");
  }

  @Test
  void shouldDropAllThatIsReady() {
    q.queue.purge();

    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldSayHowManyItDropped() throws Exception {
    q.consumer(2).take();

    assertThat(Await.result(q.queue.purge())).isEqualTo(3);
  }

  @Test
  void shouldDropWhatIsAssignedButNotSent() throws Exception {
    TestConsumer consumer = q.consumer(2);

    assertThat(Await.result(q.queue.purge())).isEqualTo(5);
    assertThat(consumer.takeBodies()).isEmpty();
  }

  @Test
  void shouldGoOnWithConsumersWhoseMessagesItTookBack() {
    TestConsumer consumer = q.consumer(2);
    q.queue.purge();
    q.publish("f");

    assertThat(consumer.takeBodies()).containsExactly("f");
  }

  @Test
  void shouldKeepWhatIsOnLease() {
    TestConsumer consumer = q.consumer(2);
    consumer.take();
    q.queue.purge();

    assertThat(q.stored()).containsExactly("a", "b");
  }

  @Test
  void shouldLetConsumersSettleWhatTheyHold() {
    TestConsumer consumer = q.consumer(2);
    consumer.take();
    q.queue.purge();
    consumer.ackUpTo(2);

    assertThat(q.counts()).isEqualTo(counts(0, 0, 1));
  }

  @Test
  void shouldDeliverAgainWhatComesBackLater() {
    TestConsumer consumer = q.consumer(2);
    consumer.take();
    q.queue.purge();
    consumer.credit(0);
    consumer.nack(2);

    assertThat(q.consumer(10).takeMarked()).containsExactly("b+1");
  }

  @Test
  void shouldDropWhatHasComeBack() {
    TestConsumer consumer = q.consumer(2);
    consumer.take();
    consumer.vanish();
    q.queue.purge();

    assertThat(q.stored()).isEmpty();
  }

  @Test
  void shouldDropNothingOfAnEmptyQueue() throws Exception {
    q.queue.purge();

    assertThat(Await.result(q.queue.purge())).isZero();
  }

  @Test
  void shouldDeliverWhatIsPublishedAfterwards() {
    TestConsumer consumer = q.consumer(0);
    q.queue.purge();
    q.publish("f");
    consumer.credit(10);

    assertThat(consumer.takeBodies()).containsExactly("f");
  }

  @Test
  void shouldLeaveAllToADeletionThatIsUnderWay() throws Exception {
    Later drop = q.store.hold(Op.DROP);
    var deleted = q.queue.delete();
    var purged = q.queue.purge();
    drop.runAll();

    assertThat(Await.result(deleted)).isEqualTo(5);
    assertThat(Await.result(purged)).isZero();
  }

  @Test
  void shouldCompleteOnlyWhenTheStoreHasForgotten() {
    Later settles = q.store.hold(Op.SETTLE);
    var purged = q.queue.purge().toCompletableFuture();
    assertThat(purged).isNotDone();
    settles.runAll();

    assertThat(purged).isCompletedWithValue(5L);
  }

  @Test
  void shouldSayWhenTheStoreFails() {
    q.store.failNext(Op.SETTLE, 1);

    assertThat(q.queue.purge())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("told to fail: op=SETTLE");
  }

  @Test
  void shouldNotDeliverAPageThatWasReadBeforeAndComesAfter() {
    Later reads = q.store.hold(Op.READ);
    TestConsumer consumer = q.consumer(10);
    q.queue.purge();
    reads.runAll();

    assertThat(consumer.takeBodies()).isEmpty();
  }

  @Test
  void shouldDeliverWhatIsPublishedWhileAPurgedPageIsOnItsWay() {
    Later reads = q.store.hold(Op.READ);
    TestConsumer consumer = q.consumer(10);
    q.queue.purge();
    q.publish("f");
    reads.runAll();

    assertThat(consumer.takeBodies()).containsExactly("f");
  }

  @Test
  void shouldCountNothingTwiceWhenItOvertakesTheNewsOfAnAppend() throws Exception {
    q.queue.inlet().reserve();
    q.queue.inlet().reserve();
    q.queue.inlet().appended(6, 1); // the store has 5 too, but the queue does not know yet
    q.queue.purge();
    q.queue.inlet().appended(5, 1);

    assertThat(q.counts()).isEqualTo(counts(0, 0, 0));
  }

  @Test
  void shouldLeaveNothingInTheStoreOfAnAppendThatCompletesAfterALaterOne() {
    Later appends = q.store.hold(Op.APPEND);
    q.publish("f", "g");
    q.publish("h");
    appends.runLast();
    q.queue.purge();
    appends.runAll();

    assertThat(q.stored()).isEmpty();
    assertThat(q.counts()).isEqualTo(counts(0, 0, 0));
  }

  @Test
  void shouldKeepWhatIsOnLeaseThoughTheNewsOfItsAppendComesAfterwards() {
    appendsF();
    TestConsumer consumer = q.consumer(10);
    consumer.take();
    q.queue.purge();
    q.queue.inlet().appended(5, 1);

    assertThat(q.stored()).containsExactly("a", "b", "c", "d", "e", "f", "g");
    consumer.ackUpTo(7);
    assertThat(q.stored()).isEmpty();
    assertThat(q.counts()).isEqualTo(counts(0, 0, 1));
  }

  @Test
  void shouldKeepWhatHasComeBackThoughTheNewsOfItsAppendComesAfterwards() {
    appendsF();
    TestConsumer consumer = q.consumer(10);
    consumer.take();
    q.queue.purge();
    consumer.vanish();
    q.queue.inlet().appended(5, 1);

    assertThat(q.consumer(10).takeBodies()).containsExactly("a", "b", "c", "d", "e", "f", "g");
  }

  /** Appends "f", of which the queue does not hear yet, and "g", of which it does. */
  private void appendsF() {
    q.queue.inlet().reserve();
    var unused = q.store.append(List.of(new Append(q.log, QueueFixture.messages("f"))));
    q.publish("g");
  }

  @Test
  void shouldLeaveInTheStoreJustWhatItCountsHoweverAppendsAndPurgesMix() {
    Trials.run(300, QueuePurgeTest::mix);
  }

  private static void mix(Random random) throws Exception {
    QueueFixture q = new QueueFixture();
    Later appends = q.store.hold(Op.APPEND);
    Later reads = q.store.hold(Op.READ);
    Later settles = q.store.hold(Op.SETTLE);
    TestConsumer consumer = q.consumer(10);
    int held = 0;
    for (int step = 0; step < 60; step++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> q.publish(QueueFixture.messages("x".repeat(1 + random.nextInt(3)).split("")));
        case 2, 3 -> appends.runAny(random);
        case 4 -> reads.runAny(random);
        case 5 -> settles.runAny(random);
        case 6 -> held += consumer.take().size();
        default -> q.queue.purge();
      }
    }
    appends.runAll();
    reads.runAll();
    settles.runAll();
    held += consumer.take().size();
    QueueInfo status = q.queue.status();

    assertThat(q.stored()).hasSize(Math.toIntExact(status.ready() + status.unacked()));
    assertThat(held).isLessThanOrEqualTo(q.stored().size());
  }

  @Test
  void shouldKeepMessagesWhoseAppendCompletesAfterwards() {
    Later appends = q.store.hold(Op.APPEND);
    q.publish("f");
    q.queue.purge();
    appends.runAll();

    assertThat(q.consumer(10).takeBodies()).containsExactly("f");
  }
}
