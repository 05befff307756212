// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.queue.Alarms;
import dev.bbq.core.queue.Consumer;
import dev.bbq.core.queue.Intake;
import dev.bbq.core.queue.Lease;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueTotals;
import dev.bbq.core.queue.Settlements;
import dev.bbq.core.queue.Wish;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import dev.bbq.core.testkit.Trials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queues with limits that dead-letter to each other, used by many threads. */
@Timeout(60)
class LimitsStressTest {

  private static final int BURSTS = 120;
  private static final Outcome[] OUTCOMES = Outcome.values();

  private record Timer(ScheduledExecutorService executor) implements Alarms {

    @Override
    public long nowMs() {
      return System.currentTimeMillis();
    }

    @Override
    public void at(long timeMs, Runnable task) {
      var unused = executor.schedule(task, timeMs - nowMs(), TimeUnit.MILLISECONDS);
    }
  }

  private static final class Silent implements Consumer.Listener {
    @Override
    public void onReady() {}

    @Override
    public void onQueueDeleted() {}
  }

  @Test
  void shouldTellWhatBecameOfEveryMessage() {
    Trials.run(
        4,
        random -> {
          try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
              ExecutorService io = Executors.newFixedThreadPool(2)) {
            new Run(random, new Timer(timer), io).go();
            timer.shutdownNow();
          }
        });
  }

  /** One random run. */
  private static final class Run {
    private final Random random;
    private final TestStore store = new TestStore();
    private final Topology topology;

    Run(Random random, Alarms alarms, ExecutorService io) throws Exception {
      this.random = random;
      topology = new Topology(store, TopologyLimits.DEFAULT, alarms);
      declare(
          "in",
          QueueOptions.builder()
              .maxLength(40)
              .deliveryLimit(3)
              .maxPriority(2)
              .deadLetterTo("", "grave"));
      declare(
          "grave",
          QueueOptions.builder()
              .maxLength(500)
              .overflow(Overflow.REJECT_PUBLISH)
              .messageTtl(Duration.ofMillis(5))
              .deadLetterTo("", "in"));
      if (random.nextBoolean()) {
        store.run(Op.APPEND, io);
        store.run(Op.READ, io);
        store.run(Op.SETTLE, io);
        store.run(Op.RELEASE, io);
      }
    }

    private void declare(String name, QueueOptions.Builder options) throws Exception {
      Await.result(topology.declareQueue(name, options.build()));
    }

    void go() throws Exception {
      List<Callable<Void>> all = new ArrayList<>();
      for (String queue : List.of("in", "in", "grave")) {
        Random mine = new Random(random.nextLong());
        all.add(() -> publish(queue, mine));
      }
      for (String queue : List.of("in", "in", "grave")) {
        Random mine = new Random(random.nextLong());
        all.add(() -> consume(queue, mine));
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(all.size())) {
        List<Future<Void>> done = new ArrayList<>();
        all.forEach(one -> done.add(threads.submit(one)));
        for (Future<Void> one : done) {
          one.get(30, TimeUnit.SECONDS);
        }
      }
      Await.until("all to be gone", this::drain);
      MessageCounts counts = topology.counts();
      assertThat(counts.in())
          .as("%s", counts)
          .isEqualTo(counts.acked() + sum(counts.deadLettered()) + sum(counts.dropped()));
    }

    private static long sum(Map<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private Void publish(String name, Random mine) {
      Queue[] queue = {topology.queue(name)};
      for (int burst = 0; burst < BURSTS; burst++) {
        Intake intake = new Intake();
        for (int left = mine.nextInt(20); left >= 0; left--) {
          var unused = intake.add(queue, RandomUse.message(name, 10), wish(mine));
        }
        var unused = intake.append(store);
      }
      return null;
    }

    private static Wish wish(Random mine) {
      return switch (mine.nextInt(6)) {
        case 0 -> Wish.of(1 + mine.nextInt(2));
        case 1 -> new Wish(0, 1 + mine.nextInt(5), 0);
        case 2 -> new Wish(0, Long.MAX_VALUE, System.currentTimeMillis() + mine.nextInt(10));
        default -> Wish.NONE;
      };
    }

    private Void consume(String name, Random mine) {
      Queue queue = topology.queue(name);
      for (int burst = 0; burst < BURSTS; burst++) {
        use(queue, 1 + mine.nextInt(30), OUTCOMES[mine.nextInt(OUTCOMES.length)], 0.5);
        if (mine.nextInt(40) == 0) {
          var unused = queue.purge();
        }
      }
      return null;
    }

    /** Takes some as a consumer that settles a share of them, and is lost or leaves. */
    private static void use(Queue queue, int credit, Outcome outcome, double share) {
      Consumer consumer = Objects.requireNonNull(queue.subscribe(new Silent()));
      queue.credit(consumer, credit, Long.MAX_VALUE);
      List<Lease> taken = new ArrayList<>();
      long first = consumer.take(taken, credit, Long.MAX_VALUE);
      if (!taken.isEmpty()) {
        Settlements settlements = new Settlements();
        long last = first + (long) (share * (taken.size() - 1));
        if (queue.settle(consumer, outcome, 0, last, settlements)) {
          var unused = queue.store(settlements);
        }
      }
      queue.unsubscribe(consumer, outcome == Outcome.NACK);
    }

    /** Acks what there is; true once there is nothing. */
    private boolean drain() {
      topology.queues().forEach(queue -> use(queue, 1_000, Outcome.ACK, 1));
      QueueTotals totals = topology.totals();
      return totals.ready() + totals.delayed() + totals.unacked() == 0
          && store.residentBytes() == 0;
    }
  }
}
