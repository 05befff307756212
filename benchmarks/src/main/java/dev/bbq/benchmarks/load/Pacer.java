// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/**
 * The schedule of a steady flow. A message that goes late because those before it were slow counts
 * from when it was due, so that a stall is seen in all messages it held up ("coordinated
 * omission"). That the system wakes a sleeper late is no broker's fault and not counted.
 */
final class Pacer {

  private final double intervalNs;
  private final long beginNs = System.nanoTime();
  private long count;
  private long wokenNs = beginNs;

  Pacer(int perSecond) {
    this.intervalNs = 1e9 / perSecond;
  }

  /** Waits until the next message is due and returns the time it counts from. */
  long awaitNext() {
    long dueNs = beginNs + (long) (count * intervalNs);
    count++;
    long now = System.nanoTime();
    while (now - dueNs < 0) {
      LockSupport.parkNanos(dueNs - now);
      now = System.nanoTime();
      wokenNs = now;
    }
    return Math.max(dueNs, wokenNs);
  }
}
