// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.BbqClient;
import dev.bbq.api.Credit;
import dev.bbq.api.Delivery;
import dev.bbq.api.Message;
import dev.bbq.api.Receiver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The consumers of a measurement: each a thread with a connection of its own. */
final class ConsumerRole implements Role {

  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long WINDOW_BYTES = 64 << 20;

  private final ChildSettings settings;
  private final WallClock clock = WallClock.ofSystem();
  private final List<BbqClient> clients = new ArrayList<>();

  ConsumerRole(ChildSettings settings) {
    this.settings = settings;
  }

  @Override
  public Outcome perform(Task task, LongAdder done) throws Exception {
    while (clients.size() < task.parallel()) {
      clients.add(BbqClient.connect(settings.clientOptions()));
    }
    AtomicLong missing = new AtomicLong(task.count());
    return Parallel.run(
        task.parallel(), index -> () -> consume(clients.get(index), task, missing, done));
  }

  /** Consumes until all of them together have what was published. */
  private Outcome consume(BbqClient client, Task task, AtomicLong missing, LongAdder done)
      throws Exception {
    Latencies latencies = new Latencies();
    ByteBuffer stamp = ByteBuffer.allocate(Long.BYTES);
    int burstLimit = Math.max(1, task.window() / 4);
    long begin = clock.micros();
    long end = begin;
    long count = 0;
    try (Receiver receiver =
        client.receiver(settings.queue().name(), new Credit(task.window(), WINDOW_BYTES))) {
      while (missing.get() > 0) {
        Optional<Delivery> next = receiver.receive(TICK);
        if (next.isEmpty()) {
          if (clock.micros() - end > PATIENCE.toMillis() * 1000) {
            throw new BenchException("messages missing: missing=%d".formatted(missing.get()));
          }
          continue;
        }
        Delivery last = next.get();
        int burst = 0;
        while (next.isPresent()) {
          last = next.get();
          burst++;
          record(last.message(), stamp, latencies);
          next = burst < burstLimit ? receiver.receive(Duration.ZERO) : Optional.empty();
        }
        last.ackAll();
        count += burst;
        missing.addAndGet(-burst);
        done.add(burst);
        end = clock.micros();
      }
    }
    return new Outcome(count, begin, end, latencies);
  }

  /** Messages of a steady flow begin with the time they count from. */
  private void record(Message message, ByteBuffer stamp, Latencies latencies) {
    message.copyTo(stamp.clear(), 0, Long.BYTES);
    long sentMicros = stamp.getLong(0);
    if (sentMicros != 0) {
      latencies.record(clock.micros() - sentMicros);
    }
  }

  @Override
  public void close() {
    clients.forEach(BbqClient::close);
  }
}
