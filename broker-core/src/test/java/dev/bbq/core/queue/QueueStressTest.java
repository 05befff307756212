// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestStore.Op;
import dev.bbq.core.testkit.Trials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Publishers and consumers on threads of their own. */
@Timeout(60)
@SuppressWarnings("ThreadPriorityCheck") // yields only make interleavings more varied
class QueueStressTest {

  private static final int PUBLISHERS = 2;
  private static final int CONSUMERS = 3;
  private static final int BURSTS = 150;

  @Test
  void shouldSettleEveryMessageExactlyOnce() {
    Trials.run(6, random -> new Run(random, Runnable::run).go());
  }

  @Test
  void shouldSettleEveryMessageExactlyOnceOverAStoreThatAnswersOnOtherThreads() {
    Trials.run(
        6,
        random -> {
          try (ExecutorService io = Executors.newFixedThreadPool(2)) {
            new Run(random, io).go();
          }
        });
  }

  /** One random run. */
  private static final class Run {
    private final Random random;
    private final QueueFixture q = new QueueFixture();
    private final Set<String> published = ConcurrentHashMap.newKeySet();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final List<String> wrong = new ArrayList<>(); // guarded by itself
    private final AtomicInteger publishing = new AtomicInteger(PUBLISHERS);

    Run(Random random, Executor io) throws Exception {
      this.random = random;
      q.store.run(Op.APPEND, io);
      q.store.run(Op.READ, io);
      q.store.run(Op.SETTLE, io);
      q.store.run(Op.RELEASE, io);
    }

    void go() throws Exception {
      List<Callable<Void>> all = new ArrayList<>();
      for (int i = 0; i < PUBLISHERS; i++) {
        String name = "p" + i;
        Random mine = new Random(random.nextLong());
        all.add(() -> publish(name, mine));
      }
      for (int i = 0; i < CONSUMERS; i++) {
        Random mine = new Random(random.nextLong());
        all.add(() -> consume(mine));
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
        List<Future<Void>> done = new ArrayList<>();
        all.forEach(one -> done.add(threads.submit(one)));
        for (Future<Void> one : done) {
          one.get(30, TimeUnit.SECONDS);
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(gone).isEqualTo(published);
      Await.until("an empty store", () -> q.log.records().isEmpty());
      assertThat(q.counts()).isEqualTo(QueueFixture.counts(0, 0, 0));
    }

    private Void publish(String name, Random mine) {
      for (int burst = 0; burst < BURSTS; burst++) {
        String prefix = name + "-" + burst + "-";
        List<String> bodies =
            IntStream.range(0, 1 + mine.nextInt(40)).mapToObj(i -> prefix + i).toList();
        published.addAll(bodies);
        q.publish(
            bodies.stream()
                .map(body -> StoredMessage.of(body.getBytes(StandardCharsets.UTF_8)))
                .toList());
        if (mine.nextInt(10) == 0) {
          Thread.yield();
        }
      }
      publishing.decrementAndGet();
      return null;
    }

    private Void consume(Random mine) throws InterruptedException {
      TestConsumer consumer = q.consumer(1 + mine.nextInt(100));
      while (publishing.get() > 0 || gone.size() < published.size()) {
        if (consumer.wakes.tryAcquire(1, TimeUnit.MILLISECONDS) || mine.nextInt(10) == 0) {
          consumer = use(consumer, mine);
        }
      }
      consumer.leave();
      return null;
    }

    private TestConsumer use(TestConsumer consumer, Random mine) {
      for (List<TestConsumer.Taken> taken = take(consumer, mine);
          !taken.isEmpty();
          taken = take(consumer, mine)) {
        taken.forEach(one -> settle(consumer, one, mine));
        if (mine.nextInt(50) == 0) {
          consumer.credit(1 + mine.nextInt(100));
        }
        if (mine.nextInt(100) == 0) {
          return vanish(consumer, mine);
        }
      }
      return consumer;
    }

    private TestConsumer vanish(TestConsumer consumer, Random mine) {
      take(consumer, mine);
      if (mine.nextBoolean()) {
        consumer.vanish();
      } else {
        consumer.leave();
      }
      return q.consumer(1 + mine.nextInt(100));
    }

    private List<TestConsumer.Taken> take(TestConsumer consumer, Random mine) {
      List<TestConsumer.Taken> taken = consumer.take(1 + mine.nextInt(20), Long.MAX_VALUE);
      for (TestConsumer.Taken one : taken) {
        if (sent.add(one.body()) != (one.redeliveries() == 0)) {
          blame("redeliveries=" + one.redeliveries(), one);
        }
        if (gone.contains(one.body())) {
          blame("delivered after it was settled", one);
        }
      }
      return taken;
    }

    private void settle(TestConsumer consumer, TestConsumer.Taken one, Random mine) {
      int choice = mine.nextInt(20);
      Outcome outcome =
          choice == 0
              ? Outcome.NACK
              : choice == 1 ? Outcome.REQUEUE : choice == 2 ? Outcome.REJECT : Outcome.ACK;
      boolean isLast = outcome == Outcome.ACK || outcome == Outcome.REJECT;
      if (isLast && !gone.add(one.body())) {
        blame("settled twice", one);
      }
      if (!consumer.settle(outcome, one.number(), one.number())) {
        blame("settlement refused", one);
      }
    }

    private void blame(String what, TestConsumer.Taken one) {
      synchronized (wrong) {
        wrong.add(what + ": " + one);
      }
    }
  }
}
