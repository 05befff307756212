// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.BbqClient;
import dev.bbq.api.Topology.QueueInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of the broker: a process each for broker, publishers and consumers, made when
 * needed. The counts of all three must agree.
 */
final class BrokerBench implements AutoCloseable {

  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(20);

  private final BenchSettings settings;
  private final Path folder;
  private final Children children;
  private @Nullable Parts parts;
  private @Nullable ChildProcess consumers;

  BrokerBench(BenchSettings settings, Path folder, Children children) {
    this.settings = settings;
    this.folder = folder;
    this.children = children;
  }

  /** What every measurement needs. */
  private record Parts(int port, ChildProcess publishers, BbqClient client) {}

  Result measure(Phase phase) throws IOException, InterruptedException {
    Parts with = parts();
    with.client().topology().declareQueue(Queue.NAME);
    Result result =
        switch (phase) {
          case THROUGH, LATENCY -> measureThrough(phase, with);
          default -> measurePublish(phase, with);
        };
    with.client().topology().deleteQueue(Queue.NAME);
    return result;
  }

  private Result measurePublish(Phase phase, Parts with) throws IOException, InterruptedException {
    Task task = settings.publishing(phase);
    with.publishers().perform(task.warmUp());
    with.client().topology().purge(Queue.NAME);
    Outcome sending = with.publishers().perform(task);
    long kept = queued(with.client());
    if (kept != sending.count()) {
      throw new BenchException(
          "counts differ: confirmed=%d, queued=%d".formatted(sending.count(), kept));
    }
    return Result.of(phase, sending);
  }

  private Result measureThrough(Phase phase, Parts with) throws IOException, InterruptedException {
    Task task = settings.publishing(phase);
    pass(phase, task.warmUp(), with);
    return pass(phase, task, with);
  }

  private Result pass(Phase phase, Task task, Parts with) throws IOException, InterruptedException {
    ChildProcess consuming = consumers(with);
    consuming.begin(settings.consuming(task.count()));
    Outcome sending = with.publishers().perform(task);
    Outcome receiving = consuming.finish();
    long left = queuedInTheEnd(with.client());
    if (receiving.count() != sending.count() || left != 0) {
      throw new BenchException(
          "counts differ: confirmed=%d, consumed=%d, queued=%d"
              .formatted(sending.count(), receiving.count(), left));
    }
    return Result.of(phase, sending, receiving);
  }

  /** Acks are not answered one by one: those of the last burst may still be on their way. */
  private static long queuedInTheEnd(BbqClient client) throws InterruptedException {
    long left = queued(client);
    for (long waited = 0; left != 0 && waited < SETTLE.toMillis(); waited += TICK.toMillis()) {
      Thread.sleep(TICK);
      left = queued(client);
    }
    return left;
  }

  private static long queued(BbqClient client) {
    return client.topology().queues().stream()
        .filter(queue -> queue.name().equals(Queue.NAME))
        .mapToLong((QueueInfo queue) -> queue.ready() + queue.unacked())
        .sum();
  }

  private Parts parts() throws IOException, InterruptedException {
    Parts made = parts;
    if (made == null) {
      ChildProcess broker = start(ChildSettings.Kind.BROKER, 0);
      int port = broker.port();
      ChildProcess publishers = start(ChildSettings.Kind.PUBLISHER, port);
      BbqClient client =
          BbqClient.connect(settings(ChildSettings.Kind.PUBLISHER, port).clientOptions());
      made = new Parts(port, publishers, client);
      parts = made;
    }
    return made;
  }

  private ChildProcess consumers(Parts with) throws IOException, InterruptedException {
    ChildProcess made = consumers;
    if (made == null) {
      made = start(ChildSettings.Kind.CONSUMER, with.port());
      consumers = made;
    }
    return made;
  }

  private ChildProcess start(ChildSettings.Kind kind, int port)
      throws IOException, InterruptedException {
    return children.start(settings(kind, port));
  }

  private ChildSettings settings(ChildSettings.Kind kind, int port) {
    return new ChildSettings(
        kind, folder, port, Queue.frameBytes(settings.sizeBytes()), settings.transport());
  }

  @Override
  public void close() {
    if (parts != null) {
      boolean unused = parts.client().close(Duration.ofSeconds(1));
    }
  }
}
