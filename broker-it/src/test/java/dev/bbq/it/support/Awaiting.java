// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** State that callbacks change and tests wait for, never longer than {@link #LONGEST_WAIT}. */
public class Awaiting {

  /** The longest that any test waits for something that should come soon. */
  public static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /** Changes something under the monitor and wakes who waits. */
  protected final synchronized void change(Runnable change) {
    change.run();
    notifyAll();
  }

  /** Reads something under the monitor. */
  protected final synchronized <T> T read(Supplier<T> reading) {
    return reading.get();
  }

  /** Waits for a condition; fails with what was waited for and the state when it never holds. */
  protected final synchronized void await(String what, BooleanSupplier condition) {
    await(what, LONGEST_WAIT, condition);
  }

  /** Waits for a condition; fails with what was waited for and the state when it never holds. */
  protected final synchronized void await(
      String what, Duration longest, BooleanSupplier condition) {
    long endNs = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      long leftMs = (endNs - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        throw new AssertionError("never came: %s, state=%s".formatted(what, this));
      }
      try {
        wait(leftMs);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted while waiting: " + what, e);
      }
    }
  }

  /** Waits for something that tells nobody when it changes, by looking again and again. */
  public static void poll(String what, BooleanSupplier condition) {
    poll(what, LONGEST_WAIT, condition);
  }

  /** Waits for something that tells nobody when it changes, by looking again and again. */
  public static void poll(String what, Duration longest, BooleanSupplier condition) {
    new Awaiting().look(what, longest, condition);
  }

  /** Waits a moment before looking again. */
  protected final void pauseBriefly() {
    try {
      Thread.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private void look(String what, Duration longest, BooleanSupplier condition) {
    long endNs = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > endNs) {
        throw new AssertionError("never came: " + what);
      }
      pauseBriefly();
    }
  }
}
