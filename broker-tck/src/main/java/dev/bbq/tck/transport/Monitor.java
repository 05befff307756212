// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What callbacks change and tests wait for. */
class Monitor {

  private static final long LONGEST_WAIT_NS = 20_000_000_000L;

  /** Changes something under the monitor and wakes who waits. */
  final synchronized void change(Runnable change) {
    change.run();
    notifyAll();
  }

  /** Reads something under the monitor. */
  final synchronized <T> T read(Supplier<T> reading) {
    return reading.get();
  }

  /**
   * Waits for a condition; fails with the description and the state if it doesn't come true in
   * time.
   */
  final synchronized void await(String description, BooleanSupplier condition) {
    long endNs = System.nanoTime() + LONGEST_WAIT_NS;
    while (!condition.getAsBoolean()) {
      long leftMs = (endNs - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new AssertionError("never came: %s, state=%s".formatted(description, this));
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted: " + description, e);
      }
    }
  }
}
