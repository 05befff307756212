// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A wait, with a bound, for a condition that nothing signals. */
final class Eventually {

  private static final long PATIENCE_NS = Duration.ofSeconds(10).toNanos();

  private Eventually() {}

  static void holds(BooleanSupplier condition) {
    long from = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - from > PATIENCE_NS) {
        throw new AssertionError("condition did not come to hold");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
