// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Tries until a broker that starts is there. */
final class Retry {

  /** Longer than any broker here takes to start. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PAUSE = Duration.ofMillis(3);

  private Retry() {}

  static <T> T until(Callable<T> works) throws Exception {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return works.call();
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        if (System.nanoTime() - deadlineNs > 0) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
