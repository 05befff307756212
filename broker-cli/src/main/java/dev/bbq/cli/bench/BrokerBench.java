// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BbqException;
import dev.bbq.api.Topology.QueueInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of a broker: a process each for publishers and consumers, made when needed, and one
 * for the broker unless it runs already. The counts of all must agree. Everything goes through one
 * queue, which is deleted at the end.
 */
final class BrokerBench implements AutoCloseable {

  private static final Duration SETTLE = Duration.ofSeconds(10);
  private static final Duration TICK = Duration.ofMillis(20);

  private final Load load;
  private final ChildSettings settings;
  private final Children children;
  private final Consumer<String> progress;
  private @Nullable Parts parts;
  private @Nullable ChildProcess consumers;

  /**
   * Creates it.
   *
   * @param certificates of the broker that is made
   * @param queue what to declare and measure
   */
  BrokerBench(
      BenchSettings settings,
      Path certificates,
      Queue queue,
      Children children,
      Consumer<String> progress) {
    this.load = settings.load();
    this.settings =
        new ChildSettings(
            ChildSettings.Kind.BROKER,
            settings.existing().map(ExistingBroker::host).orElse(ChildSettings.LOOPBACK),
            settings.existing().map(ExistingBroker::port).orElse(0),
            settings.existing().map(ExistingBroker::certificates).orElse(certificates),
            queue,
            queue.frameBytes(load.sizeBytes()),
            settings.plugins());
    this.children = children;
    this.progress = progress;
  }

  /** What every measurement needs. */
  private record Parts(int port, ChildProcess publishers, BbqClient client) {}

  Result measure(Phase phase) throws IOException, InterruptedException {
    Parts with = parts();
    with.client().topology().declareQueue(name());
    Result result =
        phase.withConsumers() ? measureThrough(phase, with) : measurePublish(phase, with);
    with.client().topology().deleteQueue(name());
    return result;
  }

  private Result measurePublish(Phase phase, Parts with) throws IOException, InterruptedException {
    Outcome warmUp = with.publishers().perform(load.warmUp(phase));
    with.client().topology().purge(name());
    Outcome sending = with.publishers().perform(load.publishing(phase, warmUp.perSecond()));
    long kept = queued(with.client());
    if (kept != sending.count()) {
      throw new BenchException(
          "counts differ: confirmed=%d, queued=%d".formatted(sending.count(), kept));
    }
    return Result.of(phase, sending);
  }

  private Result measureThrough(Phase phase, Parts with) throws IOException, InterruptedException {
    Result warmUp = pass(phase, load.warmUp(phase), with);
    return pass(phase, load.publishing(phase, warmUp.perSecond()), with);
  }

  private Result pass(Phase phase, Task task, Parts with) throws IOException, InterruptedException {
    ChildProcess consuming = consumers(with);
    consuming.begin(load.consuming(task.count()));
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
  private long queuedInTheEnd(BbqClient client) throws InterruptedException {
    long left = queued(client);
    for (long waited = 0; left != 0 && waited < SETTLE.toMillis(); waited += TICK.toMillis()) {
      Thread.sleep(TICK);
      left = queued(client);
    }
    return left;
  }

  private long queued(BbqClient client) {
    return client.topology().queues().stream()
        .filter(queue -> queue.name().equals(name()))
        .mapToLong((QueueInfo queue) -> queue.ready() + queue.unacked())
        .sum();
  }

  private String name() {
    return settings.queue().name();
  }

  private Parts parts() throws IOException, InterruptedException {
    Parts made = parts;
    if (made == null) {
      int port = settings.port();
      if (port == 0) {
        port = children.start(settings).port();
      } else {
        progress.accept(
            "measuring the broker at %s:%d through a queue of its own, deleted at the end: %s"
                .formatted(settings.host(), port, name()));
      }
      ChildSettings publisher = settings.of(ChildSettings.Kind.PUBLISHER, port);
      BbqClient client = BbqClient.connect(publisher.clientOptions()); // fails with good words
      made = new Parts(port, children.start(publisher), client);
      parts = made;
    }
    return made;
  }

  private ChildProcess consumers(Parts with) throws IOException, InterruptedException {
    ChildProcess made = consumers;
    if (made == null) {
      made = children.start(settings.of(ChildSettings.Kind.CONSUMER, with.port()));
      consumers = made;
    }
    return made;
  }

  /** Deletes the queue, whatever has happened, and disconnects. */
  @Override
  public void close() {
    Parts made = parts;
    if (made == null) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // a signal; it must not spoil the tidying up
    try {
      made.client().topology().deleteQueue(name());
    } catch (BbqException e) {
      progress.accept(
          "queue not deleted: name=%s, reason=%s; delete it: 'bbq delete queue %s'"
              .formatted(name(), e.getMessage(), name()));
    }
    boolean unused = made.client().close(Duration.ofSeconds(1));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
