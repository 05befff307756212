// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What callbacks change and tests wait for. */
class Monitor {

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  // Of the thread that a test runs in, which is the one that waits.
  private static final ThreadLocal<Duration> PATIENCE = ThreadLocal.withInitial(() -> LONGEST_WAIT);

  /** Sets how long tests in this thread wait from now on. */
  static void patience(Duration longestWait) {
    PATIENCE.set(longestWait);
  }

  /** Sets back how long tests in this thread wait. */
  static void usualPatience() {
    PATIENCE.remove();
  }

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
    long endNs = System.nanoTime() + PATIENCE.get().toNanos();
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
