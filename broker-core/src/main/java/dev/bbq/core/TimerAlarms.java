// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.core.queue.Alarms;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Alarms by the broker's timer; none rings any more once that has been shut down. */
record TimerAlarms(ScheduledExecutorService timer, InstantSource clock) implements Alarms {

  private static final System.Logger LOGGER = System.getLogger(TimerAlarms.class.getName());

  /** A day: the clock may be set meanwhile, and whoever is rung too early asks again. */
  private static final long LONGEST_MS = 86_400_000;

  @Override
  public long nowMs() {
    return clock.millis();
  }

  @Override
  public void at(long timeMs, Runnable task) {
    long delayMs = Math.clamp(timeMs - nowMs(), 0, LONGEST_MS);
    try {
      var unused = timer.schedule(() -> ring(task), delayMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ended) {
      return; // the broker has closed
    }
  }

  private static void ring(Runnable task) {
    try {
      task.run();
    } catch (Throwable bug) { // which nobody would see
      LOGGER.log(Level.ERROR, "alarm failed", bug);
    }
  }
}
