// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

/**
 * What was measured in a phase.
 *
 * @param phase which
 * @param count messages
 * @param perSecond messages a second, from the first sent to the last answered or consumed
 * @param answer time to the confirm or answer; empty unless the rate was steady
 * @param delivery time to the consumer; empty unless the rate was steady
 */
public record Result(
    Phase phase, long count, double perSecond, Latencies answer, Latencies delivery) {

  static Result of(Phase phase, Outcome sending) {
    return new Result(
        phase,
        sending.count(),
        rate(sending.count(), sending.beginMicros(), sending.endMicros()),
        sending.latencies(),
        new Latencies());
  }

  static Result of(Phase phase, Outcome sending, Outcome consuming) {
    return new Result(
        phase,
        consuming.count(),
        rate(consuming.count(), sending.beginMicros(), consuming.endMicros()),
        sending.latencies(),
        consuming.latencies());
  }

  private static double rate(long count, long beginMicros, long endMicros) {
    return count * 1e6 / Math.max(1, endMicros - beginMicros);
  }
}
