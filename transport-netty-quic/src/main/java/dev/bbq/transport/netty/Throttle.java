// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import java.util.function.LongSupplier;

/** A bound on how often something happens; any thread. */
final class Throttle {

  private static final long SECOND_NS = 1_000_000_000L;

  private final int mostPerSecond;
  private final LongSupplier clockNs;
  private long secondSinceNs;
  private int passed;

  Throttle(int mostPerSecond, LongSupplier clockNs) {
    this.mostPerSecond = mostPerSecond;
    this.clockNs = clockNs;
    secondSinceNs = clockNs.getAsLong();
  }

  /** Returns whether it may happen once more in this second, and counts it if so. */
  synchronized boolean pass() {
    long nowNs = clockNs.getAsLong();
    if (nowNs - secondSinceNs >= SECOND_NS) {
      secondSinceNs = nowNs;
      passed = 0;
    }
    if (passed == mostPerSecond) {
      return false;
    }
    passed++;
    return true;
  }
}
