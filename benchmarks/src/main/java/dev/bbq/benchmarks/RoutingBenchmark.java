// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreException;
import dev.bbq.core.routing.Route;
import dev.bbq.core.routing.Topology;
import dev.bbq.core.routing.TopologyLimits;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to find the queues for a routing key, with few and with many bindings. In the
 * broker this is paid when a publish stream changes its address or a binding changes: a stream
 * remembers its last route.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class RoutingBenchmark {

  private static final int QUEUES = 10;
  private static final int KEYS = 1024; // a power of two
  private static final long SEED = 42;

  /** How many bindings there are. */
  @Param({"10", "100000"})
  int bindings;

  private Topology topology;
  private String[] keys;
  private int next;

  /** Binds queues and chooses the keys to be looked up. */
  @Setup
  public void bind() throws StoreException {
    QueueStore store = MemoryStores.open();
    topology = new Topology(store, new TopologyLimits(2, QUEUES, 2 * bindings), new NoHost());
    topology.declareExchange("direct", ExchangeType.DIRECT, false);
    topology.declareExchange("topic", ExchangeType.TOPIC, false);
    for (int i = 0; i < QUEUES; i++) {
      topology.declareQueue("queue-" + i).toCompletableFuture().join();
    }
    for (int i = 0; i < bindings; i++) {
      String queue = "queue-" + i % QUEUES;
      topology.bind(queue, "direct", key(i));
      topology.bind(queue, "topic", pattern(i));
    }
    Random random = new Random(SEED);
    keys = random.ints(KEYS, 0, bindings).mapToObj(RoutingBenchmark::key).toArray(String[]::new);
  }

  private static String key(int i) {
    return "site.%d.door.open".formatted(i);
  }

  /** Returns a pattern that matches the key of this number and no other. */
  private static String pattern(int i) {
    String pattern =
        switch (i % 4) {
          case 0 -> "site.%d.door.open";
          case 1 -> "site.%d.*.open";
          case 2 -> "site.%d.#";
          default -> "*.%d.#.open";
        };
    return pattern.formatted(i);
  }

  private String nextKey() {
    return keys[next++ & (KEYS - 1)];
  }

  /** Looks up a key that one queue is bound with. */
  @Benchmark
  public Route direct() {
    return topology.route("direct", nextKey());
  }

  /** Looks up a key that one pattern matches. */
  @Benchmark
  public Route topic() {
    return topology.route("topic", nextKey());
  }
}
