// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.testkit;

import dev.bbq.core.queue.Alarms;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that stands still until a test moves it on, and rings as it goes. */
public final class TestAlarms implements Alarms {

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparingLong(Alarm::timeMs));
  private long nowMs = 1_000_000;

  private record Alarm(long timeMs, Runnable task) {}

  @Override
  public synchronized long nowMs() {
    return nowMs;
  }

  @Override
  public synchronized void at(long timeMs, Runnable task) {
    alarms.add(new Alarm(timeMs, task));
  }

  /** Moves the clock on and rings what is due on the way, each at its time. */
  public void pass(long ms) {
    long end = nowMs() + ms;
    for (Alarm next; (next = next(end)) != null; ) {
      next.task().run();
    }
  }

  /** Moves the clock on without a ring. */
  public synchronized void skip(long ms) {
    nowMs += ms;
  }

  /** Returns how many alarms there are that have not rung. */
  public synchronized int size() {
    return alarms.size();
  }

  private synchronized Alarm next(long endMs) {
    Alarm next = alarms.peek();
    if (next == null || next.timeMs() > endMs) {
      nowMs = endMs;
      return null;
    }
    nowMs = Math.max(nowMs, next.timeMs());
    return alarms.remove();
  }
}
