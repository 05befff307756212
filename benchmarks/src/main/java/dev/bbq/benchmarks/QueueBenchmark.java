// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.queue.Consumer;
import dev.bbq.core.queue.Intake;
import dev.bbq.core.queue.Lease;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueTotals;
import dev.bbq.core.queue.Settlements;
import dev.bbq.core.queue.Wish;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one message costs on its way through a queue over the memory store, on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class QueueBenchmark {

  private static final int BURST = 256;
  private static final int MESSAGE_BYTES = 150;
  private static final int CREDIT = 1000;

  private final List<Lease> taken = new ArrayList<>();
  private final Settlements settlements = new Settlements();
  private final byte[] body = new byte[MESSAGE_BYTES];
  private QueueStore store;
  private Queue queue;
  private Queue[] route;
  private Consumer consumer;

  /** Creates a queue with one consumer. */
  @Setup
  public void subscribe() throws StoreException {
    store = MemoryStores.open();
    queue =
        new Queue(
            "q",
            QueueOptions.NONE,
            List.of(Queue.Log.empty(store.create("q", new byte[0]).toCompletableFuture().join())),
            new QueueTotals(),
            new NoHost());
    route = new Queue[] {queue};
    Consumer subscribed =
        queue.subscribe(
            new Consumer.Listener() {
              @Override
              public void onReady() {}

              @Override
              public void onQueueDeleted() {}
            });
    if (subscribed == null) {
      throw new IllegalStateException("not subscribed: queue=q");
    }
    consumer = subscribed;
    queue.credit(consumer, CREDIT, Long.MAX_VALUE);
  }

  /** Appends a burst, takes it and acks it. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public boolean appendTakeAck() {
    append();
    taken.clear();
    long first = consumer.take(taken, BURST, Long.MAX_VALUE);
    boolean known = queue.settle(consumer, Outcome.ACK, 0, first + taken.size() - 1, settlements);
    return known && queue.store(settlements).toCompletableFuture().isDone();
  }

  private void append() {
    Intake intake = new Intake();
    for (int i = 0; i < BURST; i++) {
      if (intake.add(route, body, Wish.NONE) != null) {
        throw new IllegalStateException("refused: queue=q");
      }
    }
    intake.append(store).toCompletableFuture().join();
  }
}
