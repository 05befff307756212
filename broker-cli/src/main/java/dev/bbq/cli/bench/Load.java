// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much is sent, and how.
 *
 * @param count messages of a run with one stream; a twentieth with a stream for each
 * @param duration about how long to measure, instead of {@code count}
 * @param warmUp messages before each measurement; a twentieth with a stream for each; empty for
 *     half of what is measured
 * @param sizeBytes length of a message's body; 8 or more, as it carries a time
 * @param window messages that may be on the way to the broker, and to each consumer
 * @param publishers publishers, each with a connection of its own
 * @param consumers consumers, each with a connection of its own
 * @param rate messages a second where the rate is steady
 */
public record Load(
    long count,
    Optional<Duration> duration,
    Optional<Long> warmUp,
    int sizeBytes,
    int window,
    int publishers,
    int consumers,
    int rate) {

  /** The smallest body. */
  public static final int MIN_SIZE_BYTES = Long.BYTES;

  private static final int MAX_SIZE_BYTES = 16 << 20;
  private static final int MAX_WINDOW = 65_536;
  private static final int MAX_CONNECTIONS = 64;
  private static final int STREAM_COST = 20;
  private static final int STEADY_SECONDS = 5;
  private static final long WARM_UP = 200_000;

  /** What a broker keeps of messages that nobody consumes, when the duration sets their number. */
  private static final long MOST_KEPT_BYTES = 256 << 20;

  /** About what a message takes beside its body. */
  private static final int OVERHEAD_BYTES = 150;

  public Load {
    require(count >= 1, "count", count, "1 or more");
    require(
        duration.map(Duration::isPositive).orElse(true),
        "duration",
        duration.orElse(null),
        "more than 0, as in 30s");
    require(warmUp.orElse(1L) >= 1, "warm-up", warmUp.orElse(null), "1 or more");
    require(
        sizeBytes >= MIN_SIZE_BYTES && sizeBytes <= MAX_SIZE_BYTES,
        "size",
        sizeBytes,
        MIN_SIZE_BYTES + " to " + MAX_SIZE_BYTES);
    require(window >= 1 && window <= MAX_WINDOW, "window", window, "1 to " + MAX_WINDOW);
    requireConnections("publishers", publishers);
    requireConnections("consumers", consumers);
    require(rate >= 1, "rate", rate, "1 or more");
  }

  /** Says what it is like, for the head of a table. */
  String title() {
    return "%d-byte messages, window %d, publishers %d, consumers %d"
        .formatted(sizeBytes, window, publishers, consumers);
  }

  private static void requireConnections(String name, int count) {
    require(count >= 1 && count <= MAX_CONNECTIONS, name, count, "1 to " + MAX_CONNECTIONS);
  }

  private static void require(boolean fits, String name, @Nullable Object value, String allowed) {
    if (!fits) {
      throw new IllegalArgumentException(
          "setting out of range: %s=%s, allowed=%s".formatted(name, value, allowed));
    }
  }

  /** Returns what the publishers have to do before a phase: enough to compile what is hot. */
  Task warmUp(Phase phase) {
    long whole = duration.isPresent() ? WARM_UP : count / 2;
    long messages = scaled(phase, warmUp.orElse(whole));
    return task(
        kind(phase),
        phase.steady() && warmUp.isEmpty()
            ? Math.min(messages, (long) rate * STEADY_SECONDS / 2)
            : messages);
  }

  /**
   * Returns what the publishers have to do in a phase.
   *
   * @param perSecond how fast the warm-up went
   */
  Task publishing(Phase phase, double perSecond) {
    return task(
        kind(phase), duration.map(time -> within(phase, perSecond, time)).orElse(planned(phase)));
  }

  private long planned(Phase phase) {
    return phase.steady() ? Math.min(count, (long) rate * STEADY_SECONDS) : scaled(phase, count);
  }

  private long within(Phase phase, double perSecond, Duration time) {
    double seconds = time.toNanos() / 1e9;
    if (phase.steady()) {
      return Math.max(1, (long) (rate * seconds));
    }
    long messages = Math.max(1, (long) (perSecond * seconds));
    boolean kept = !phase.raw() && !phase.withConsumers();
    return kept
        ? Math.min(messages, Math.max(1, MOST_KEPT_BYTES / (sizeBytes + OVERHEAD_BYTES)))
        : messages;
  }

  private static long scaled(Phase phase, long messages) {
    return Math.max(1, phase.streamPerMessage() ? messages / STREAM_COST : messages);
  }

  private static Task.Kind kind(Phase phase) {
    if (phase.steady()) {
      return Task.Kind.STEADY;
    }
    return phase.streamPerMessage() ? Task.Kind.STREAMS : Task.Kind.PIPELINED;
  }

  /** Returns what the consumers have to do while {@code published} messages arrive. */
  Task consuming(long published) {
    return new Task(Task.Kind.CONSUME, published, sizeBytes, window, consumers, rate);
  }

  private Task task(Task.Kind kind, long messages) {
    return new Task(kind, messages, sizeBytes, window, publishers, rate);
  }
}
