// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.List;

/**
 * What a child process has measured, and its form as a line of text.
 *
 * @param count messages answered, or consumed
 * @param beginMicros when the first was sent, since the epoch; of consumers without meaning
 * @param endMicros when the last was answered or consumed, since the epoch
 * @param latencies how long each took, if that was asked for; empty otherwise
 */
record Outcome(long count, long beginMicros, long endMicros, Latencies latencies) {

  /** Returns what several have measured at the same time. */
  static Outcome of(List<Outcome> parts) {
    Latencies all = new Latencies();
    parts.forEach(part -> all.add(part.latencies()));
    return new Outcome(
        parts.stream().mapToLong(Outcome::count).sum(),
        parts.stream().mapToLong(Outcome::beginMicros).min().orElseThrow(),
        parts.stream().mapToLong(Outcome::endMicros).max().orElseThrow(),
        all);
  }

  /** Returns messages a second. */
  double perSecond() {
    return count * 1e6 / Math.max(1, endMicros - beginMicros);
  }

  String encode() {
    return "%d %d %d %s".formatted(count, beginMicros, endMicros, latencies.encode());
  }

  static Outcome decode(String line) {
    String[] parts = line.split(" ", -1);
    return new Outcome(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Latencies.decode(parts[3]));
  }
}
