// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import dev.bbq.core.testkit.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What goes into a queue is what comes out of it and what is still there. */
@SuppressWarnings("EnumOrdinal") // a random choice is drawn by index
class QueueCountsTest {

  private static final int TRIALS = 200;
  private static final int STEPS = 150;

  @Test
  void shouldCountWhatHasBecomeOfEachMessage() throws Exception {
    QueueFixture q = new QueueFixture();
    TestConsumer consumer = q.consumer(4);
    q.publishNumbers(6);
    consumer.take();
    consumer.ack(1);
    consumer.reject(2);
    consumer.nack(3);
    consumer.take();
    var unused = q.queue.purge();

    assertThat(q.queue.status())
        .isEqualTo(
            new QueueInfo(
                "q",
                QueueOptions.NONE,
                0,
                0,
                4,
                1,
                MessageCounts.of(6, 7, 1, 1, Map.of(MessageCounts.REJECTED, 1L))));
  }

  @Test
  void shouldCountWhatAPurgeDrops() throws Exception {
    QueueFixture q = new QueueFixture();
    q.publishNumbers(6);
    var unused = q.queue.purge();

    assertThat(q.queue.status().counts())
        .isEqualTo(MessageCounts.of(6, 0, 0, 0, Map.of(MessageCounts.PURGED, 6L)));
  }

  @Test
  void shouldCountMessagesThatGoWithTheirQueueForTheBroker() throws Exception {
    QueueFixture q = new QueueFixture();
    q.consumer(2).take();
    q.publishNumbers(6);
    var unused = q.queue.delete();

    assertThat(q.totals.counts(0).dropped()).isEqualTo(Map.of(MessageCounts.DELETED, 6L));
    assertThat(List.of(q.totals.ready(), q.totals.unacked(), q.totals.consumers()))
        .containsOnly(0L);
  }

  @Test
  void shouldLoseCountOfNothingWhateverTheStoreTakesItsTimeFor() {
    Trials.run(TRIALS, random -> new Run(random).go());
  }

  /** One random run over a store that works when it likes. */
  private static final class Run {
    private final Random random;
    private final QueueFixture q = new QueueFixture();
    private final List<Later> later = new ArrayList<>();
    private final Later appends;
    private final List<TestConsumer> consumers = new ArrayList<>();

    Run(Random random) throws Exception {
      this.random = random;
      appends = q.store.hold(Op.APPEND);
      later.add(appends);
      for (Op op : List.of(Op.READ, Op.SETTLE, Op.RELEASE)) {
        if (random.nextInt(3) > 0) {
          later.add(q.store.hold(op));
        }
      }
    }

    void go() {
      for (int i = 0; i < STEPS; i++) {
        step();
        if (random.nextInt(20) == 0) {
          rest();
          assertAddsUp();
        }
      }
      rest();
      assertAddsUp();
      delete();
    }

    private void step() {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> q.publishNumbers(1 + random.nextInt(20));
        case 3 -> consumers.add(q.consumer(1 + random.nextInt(30)));
        case 4, 5, 6 -> {
          Later one = later.get(random.nextInt(later.size()));
          if (one != appends) {
            one.runAny(random);
          } else if (one.size() > 0) {
            // In order: a purge between appends that end out of order leaves messages in the store.
            one.runFirst();
          }
        }
        case 7 -> {
          if (random.nextInt(4) == 0) {
            var unused = q.queue.purge();
          }
        }
        default -> {
          if (!consumers.isEmpty()) {
            use(consumers.get(random.nextInt(consumers.size())));
          }
        }
      }
    }

    private void use(TestConsumer consumer) {
      consumer.take(random.nextInt(20), Long.MAX_VALUE);
      switch (random.nextInt(10)) {
        case 0 -> {
          consumer.vanish();
          consumers.remove(consumer);
        }
        case 1 -> {
          consumer.leave();
          consumers.remove(consumer);
        }
        case 2 -> consumer.credit(random.nextInt(30));
        default ->
            consumer.settle(
                Outcome.values()[random.nextInt(4)],
                random.nextBoolean() ? 0 : 1 + random.nextInt(50),
                1 + random.nextInt(50));
      }
    }

    private void rest() {
      for (int i = 0; i < 3; i++) { // what one puts off may put off something else
        later.forEach(Later::runAll);
      }
    }

    private void assertAddsUp() {
      QueueInfo now = q.queue.status();
      MessageCounts counts = now.counts();
      assertThat(counts.acked() + dropped(counts) + now.ready() + now.unacked())
          .as("%s", now)
          .isEqualTo(counts.in());
      assertThat(now.ready() + now.unacked()).isEqualTo(q.log.records().size());
      assertThat(counts.redelivered()).isLessThanOrEqualTo(counts.out());
      assertThat(q.totals.counts(0)).isEqualTo(counts);
      assertThat(List.of(q.totals.ready(), q.totals.unacked(), q.totals.consumers()))
          .isEqualTo(List.of(now.ready(), now.unacked(), (long) now.consumers()));
    }

    private void delete() {
      var unused = q.queue.delete();
      rest();
      MessageCounts counts = q.totals.counts(0);
      assertThat(counts.acked() + dropped(counts)).isEqualTo(counts.in());
      assertThat(List.of(q.totals.ready(), q.totals.unacked(), q.totals.consumers()))
          .containsOnly(0L);
    }

    private static long dropped(MessageCounts counts) {
      return counts.dropped().values().stream().mapToLong(Long::longValue).sum();
    }
  }

  // --- appends that failed, and were kept

  private static void publishAndFail(QueueFixture q, String... bodies) {
    assertThat(q.queue.inlet().reserve()).isTrue();
    var unused = q.store.append(List.of(new Append(q.log, QueueFixture.messages(bodies))));
    q.queue.inlet().notAppended();
  }

  @Test
  void shouldCountWhatWasKeptAlthoughItsAppendFailedOnceItIsRead() throws Exception {
    QueueFixture q = new QueueFixture();
    TestConsumer consumer = q.consumer(10);
    publishAndFail(q, "a");
    q.publish("b");
    assertThat(consumer.takeBodies()).containsExactly("a", "b");
    consumer.ackUpTo(2);

    assertThat(q.queue.status())
        .isEqualTo(
            new QueueInfo(
                "q", QueueOptions.NONE, 0, 0, 0, 1, MessageCounts.of(2, 2, 2, 0, Map.of())));
    assertThat(q.queue.isDrained()).isTrue();
  }

  @Test
  void shouldCountItOnceNothingElseIsBeingAppended() throws Exception {
    QueueFixture q = new QueueFixture();
    TestConsumer consumer = q.consumer(10);
    Later appends = q.store.hold(Op.APPEND);
    publishAndFail(q, "a");
    q.publish("b");
    appends.runFirst();
    q.publish("c");
    appends.runFirst();
    consumer.take();
    consumer.ackUpTo(2);
    appends.runAll();
    consumer.take();
    consumer.ackUpTo(3);

    assertThat(q.queue.status())
        .isEqualTo(
            new QueueInfo(
                "q", QueueOptions.NONE, 0, 0, 0, 1, MessageCounts.of(3, 3, 3, 0, Map.of())));
  }

  @Test
  void shouldNotCountTwiceWhatIsReadBeforeItIsReported() throws Exception {
    QueueFixture q = new QueueFixture();
    TestConsumer consumer = q.consumer(10);
    assertThat(q.queue.inlet().reserve()).isTrue();
    var unused = q.store.append(List.of(new Append(q.log, QueueFixture.messages("a"))));
    q.publish("b");
    consumer.take();
    consumer.ackUpTo(2);
    q.queue.inlet().appended(0, 1);

    assertThat(q.queue.status())
        .isEqualTo(
            new QueueInfo(
                "q", QueueOptions.NONE, 0, 0, 0, 1, MessageCounts.of(2, 2, 2, 0, Map.of())));
  }

  // --- memory

  @Test
  void shouldCountWhatLeasesTake() throws Exception {
    QueueFixture q = new QueueFixture();
    q.publishNumbers(10);
    assertThat(q.totals.residentBytes()).isZero();
    TestConsumer consumer = q.consumer(4);
    consumer.take();
    long perLease = q.totals.residentBytes() / 4;
    assertThat(perLease).isBetween(64L, 200L);
    consumer.ack(1);

    assertThat(q.totals.residentBytes()).isEqualTo(4 * perLease);
  }

  @Test
  void shouldCountWhatReturnedMessagesTake() throws Exception {
    QueueFixture q = new QueueFixture();
    q.publishNumbers(10);
    TestConsumer consumer = q.consumer(4);
    consumer.take();
    long leased = q.totals.residentBytes();
    consumer.vanish();
    assertThat(q.totals.residentBytes()).isEqualTo(leased);
    var unused = q.queue.purge();

    assertThat(q.totals.residentBytes()).isZero();
  }

  @Test
  void shouldCountNoLeaseOfADeletedQueue() throws Exception {
    QueueFixture q = new QueueFixture();
    q.publishNumbers(10);
    q.consumer(4).take();
    q.consumer(4);
    var unused = q.queue.delete();

    assertThat(q.totals.residentBytes()).isZero();
  }
}
