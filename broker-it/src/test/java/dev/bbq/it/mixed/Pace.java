// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that does something at a fixed pace until it is stopped; what is late is left out. */
final class Pace {

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Faults faults;
  private final Thread thread;

  /** Something to be done again and again. */
  @FunctionalInterface
  interface Step {
    void run() throws InterruptedException;
  }

  /** Starts; what ends it before it is stopped is a fault. */
  Pace(String name, Duration period, Faults faults, Step step) {
    this.faults = faults;
    thread = Thread.ofPlatform().daemon().name("mixed-" + name).unstarted(() -> run(period, step));
    thread.start();
  }

  private void run(Duration period, Step step) {
    long nextNs = System.nanoTime();
    try {
      while (!stopped.await(nextNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        step.run();
        nextNs = Math.max(nextNs, System.nanoTime() - period.toNanos()) + period.toNanos();
      }
    } catch (InterruptedException e) {
      faults.add(thread.getName() + " interrupted");
    } catch (RuntimeException | AssertionError e) {
      e.printStackTrace();
      faults.add("%s ended: %s".formatted(thread.getName(), e));
    }
  }

  /** Ends it after what it does now. */
  void stop() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
