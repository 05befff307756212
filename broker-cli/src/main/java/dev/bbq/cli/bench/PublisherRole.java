// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.BbqClient;
import dev.bbq.api.Message;
import dev.bbq.api.Publisher;
import dev.bbq.api.PublisherOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The publishers of a measurement: each a thread with a connection and a stream of its own. */
final class PublisherRole implements Role {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long WINDOW_BYTES = 64 << 20;

  private final ChildSettings settings;
  private final WallClock clock = WallClock.ofSystem();
  private final List<BbqClient> clients = new ArrayList<>();

  PublisherRole(ChildSettings settings) {
    this.settings = settings;
  }

  @Override
  public Outcome perform(Task task, LongAdder done) throws Exception {
    while (clients.size() < task.parallel()) {
      clients.add(BbqClient.connect(settings.clientOptions()));
    }
    return Parallel.run(
        task.parallel(), index -> () -> publish(clients.get(index), task.share(index), done));
  }

  private Outcome publish(BbqClient client, Task task, LongAdder done) throws Exception {
    PublisherOptions options =
        PublisherOptions.DEFAULT.withWindow(task.window()).withWindowBytes(WINDOW_BYTES);
    try (Publisher publisher =
        client.publisher(
            task.kind() == Task.Kind.STREAMS ? options.withStreamPerMessage() : options)) {
      return task.kind() == Task.Kind.STEADY
          ? publishSteadily(publisher, task, done)
          : publishFast(publisher, task, done);
    }
  }

  private Outcome publishFast(Publisher publisher, Task task, LongAdder done) throws Exception {
    Message message = Message.of(new byte[task.sizeBytes()]);
    ArrayDeque<CompletableFuture<Void>> pending = new ArrayDeque<>();
    long begin = clock.micros();
    for (long i = 0; i < task.count(); i++) {
      pending.add(publisher.publish("", settings.queue().name(), message));
      while (!pending.isEmpty() && pending.element().isDone()) {
        pending.remove().join(); // throws what has failed
        done.increment();
      }
    }
    for (CompletableFuture<Void> confirm : pending) {
      confirm.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      done.increment();
    }
    return new Outcome(task.count(), begin, clock.micros(), new Latencies());
  }

  private Outcome publishSteadily(Publisher publisher, Task task, LongAdder done) throws Exception {
    Latencies latencies = new Latencies();
    Pacer pacer = new Pacer(clock, Math.max(1, task.rate() / task.parallel()));
    long begin = clock.micros();
    CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    for (long i = 0; i < task.count(); i++) {
      long sentMicros = pacer.awaitNext();
      byte[] body = ByteBuffer.allocate(task.sizeBytes()).putLong(sentMicros).array();
      last =
          publisher
              .publish("", settings.queue().name(), Message.of(body))
              // Confirms come in order, on one thread.
              .thenRun(
                  () -> {
                    latencies.record(clock.micros() - sentMicros);
                    done.increment();
                  });
    }
    last.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    return new Outcome(task.count(), begin, clock.micros(), latencies);
  }

  @Override
  public void close() {
    clients.forEach(BbqClient::close);
  }
}
