// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * A speed limit: each further turn comes no earlier than the last one and its share of a second.
 * Not for use by several threads.
 */
final class Pace {

  private static final long SECOND_NS = 1_000_000_000;

  private final long gapNs;
  private long nextNs;

  private Pace(long gapNs) {
    this.gapNs = gapNs;
    this.nextNs = System.nanoTime();
  }

  /**
   * Returns a limit of so many turns a second, or none.
   *
   * @throws CommandException if it is not positive
   */
  static Pace of(Optional<Double> perSecond) {
    double rate = perSecond.orElse(1.0);
    if (!(rate > 0)) {
      throw new CommandException(
          ExitCode.USAGE, "rate out of range: rate=%s; give 0.1 or 1000".formatted(rate));
    }
    return new Pace(perSecond.isEmpty() ? 0 : (long) Math.min(1e9 / rate, 1e17));
  }

  /** Tells whether there is a limit at all. */
  boolean isLimited() {
    return gapNs > 0;
  }

  /** Waits for the next turn. */
  void await() throws InterruptedException {
    if (gapNs == 0) {
      return;
    }
    long now = System.nanoTime();
    if (nextNs - now > 0) {
      Thread.sleep(Duration.ofNanos(nextNs - now));
    }
    nextNs = Math.max(nextNs + gapNs, now - SECOND_NS / 10); // what was missed is made up, a little
  }
}
