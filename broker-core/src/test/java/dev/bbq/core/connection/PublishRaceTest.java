// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ExchangeType;
import dev.bbq.core.queue.Wish;
import dev.bbq.core.routing.Route;
import dev.bbq.core.routing.Topology;
import dev.bbq.core.routing.TopologyLimits;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import dev.bbq.core.testkit.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages for queues that come and go. */
@Timeout(60)
class PublishRaceTest {

  private static final int PUBLISHERS = 2;
  private static final int BATCHES = 1000;

  @Test
  void shouldDeleteQueuesWhateverIsOnItsWayToThem() {
    Trials.run(
        3,
        random -> {
          try (ExecutorService io = Executors.newFixedThreadPool(2)) {
            new Run(io).go(random);
          }
        });
  }

  /** One random run over a store that answers on other threads. */
  private static final class Run {
    private final TestStore store = new TestStore();
    private final Topology topology = new Topology(store, TopologyLimits.DEFAULT, new TestAlarms());
    private final AtomicInteger publishing = new AtomicInteger(PUBLISHERS);

    Run(ExecutorService io) {
      for (Op op : Op.values()) {
        store.run(op, io);
      }
      topology.declareExchange("x", ExchangeType.FANOUT, true);
    }

    void go(Random random) throws Exception {
      try (ExecutorService threads = Executors.newFixedThreadPool(PUBLISHERS + 1)) {
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
          Random mine = new Random(random.nextLong());
          done.add(threads.submit(() -> publish(mine)));
        }
        done.add(threads.submit(() -> comeAndGo(new Random(random.nextLong()))));
        for (Future<?> one : done) {
          one.get(30, TimeUnit.SECONDS);
        }
      }
      Await.result(topology.deleteQueue("a"));
      Await.result(topology.deleteQueue("b"));
      assertThat(List.of(store.has("a"), store.has("b"))).containsExactly(false, false);
    }

    private Void publish(Random mine) throws Exception {
      try {
        for (int i = 0; i < BATCHES; i++) {
          PublishBatch batch = new PublishBatch(1);
          for (int count = mine.nextInt(5); count >= 0; count--) {
            if (topology.route("x", "k") instanceof Route.To to) {
              batch.add(to, new byte[10], Wish.NONE);
            }
          }
          Await.result(batch.append(store, 1));
        }
        return null;
      } finally {
        publishing.decrementAndGet();
      }
    }

    private Void comeAndGo(Random mine) throws Exception {
      while (publishing.get() > 0) {
        String queue = mine.nextBoolean() ? "a" : "b";
        if (mine.nextBoolean()) {
          Await.result(topology.declareQueue(queue));
          topology.bind(queue, "x", "k");
        } else {
          Await.result(topology.deleteQueue(queue));
        }
      }
      return null;
    }
  }
}
