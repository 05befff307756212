// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.List;
import java.util.Optional;

/**
 * What is measured, and how.
 *
 * @param phases what, in this order
 * @param count messages of a run with one stream; a twentieth with a stream for each
 * @param sizeBytes length of a message's body; 8 or more, as it carries a time
 * @param window messages that may be on the way to the broker, and to each consumer
 * @param producers publishers, each with a connection of its own
 * @param consumers consumers, each with a connection of its own
 * @param rate messages a second where the rate is steady
 * @param transport name of the transport; empty takes the only one there is
 */
public record BenchSettings(
    List<Phase> phases,
    long count,
    int sizeBytes,
    int window,
    int producers,
    int consumers,
    int rate,
    Optional<String> transport) {

  /** The smallest body. */
  public static final int MIN_SIZE_BYTES = Long.BYTES;

  private static final int STREAM_COST = 20;
  private static final int STEADY_SECONDS = 5;

  public BenchSettings {
    phases = List.copyOf(phases);
    require(count >= 1, "count", count);
    require(sizeBytes >= MIN_SIZE_BYTES && sizeBytes <= 16 << 20, "size", sizeBytes);
    require(window >= 1 && window <= 65_536, "window", window);
    require(producers >= 1 && producers <= 64, "producers", producers);
    require(consumers >= 1 && consumers <= 64, "consumers", consumers);
    require(rate >= 1, "rate", rate);
  }

  private static void require(boolean fits, String name, long value) {
    if (!fits) {
      throw new IllegalArgumentException("setting out of range: %s=%d".formatted(name, value));
    }
  }

  /** Returns what the publishers have to do in a phase. */
  Task publishing(Phase phase) {
    return switch (phase) {
      case RAW_PIPELINED, PUBLISH, THROUGH -> task(Task.Kind.PIPELINED, count, producers);
      case RAW_STREAMS, STREAMS ->
          task(Task.Kind.STREAMS, Math.max(1, count / STREAM_COST), producers);
      case RAW_LATENCY, LATENCY ->
          task(Task.Kind.STEADY, Math.min(count, (long) rate * STEADY_SECONDS), producers);
    };
  }

  /** Returns what the consumers have to do while {@code published} messages arrive. */
  Task consuming(long published) {
    return task(Task.Kind.CONSUME, published, consumers);
  }

  private Task task(Task.Kind kind, long messages, int parallel) {
    return new Task(kind, messages, sizeBytes, window, parallel, rate);
  }
}
