// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.concurrent.locks.LockSupport;

/**
 * The schedule of a steady flow. A message that goes late because those before it were slow counts
 * from when it was due, so that a stall is seen in all messages it held up ("coordinated
 * omission"). That the system wakes a sleeper late is not the broker's fault and not counted.
 */
final class Pacer {

  private final WallClock clock;
  private final int rate;
  private final long beginMicros;
  private long count;
  private long wokenMicros;

  Pacer(WallClock clock, int rate) {
    this.clock = clock;
    this.rate = rate;
    this.beginMicros = clock.micros();
  }

  /** Waits until the next message is due and returns the time it counts from. */
  long awaitNext() {
    long dueMicros = beginMicros + count * 1_000_000 / rate;
    count++;
    long now = clock.micros();
    while (now < dueMicros) {
      LockSupport.parkNanos((dueMicros - now) * 1000);
      now = clock.micros();
      wokenMicros = now;
    }
    return Math.max(dueMicros, wokenMicros);
  }
}
