// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.testkit;

import java.util.Deque;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executor;

/** Puts tasks off until the test runs them. */
public final class Later implements Executor {

  private final Deque<Runnable> tasks = new ConcurrentLinkedDeque<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Returns how many wait. */
  public int size() {
    return tasks.size();
  }

  /** Runs the first that waits. */
  public void runFirst() {
    tasks.removeFirst().run();
  }

  /** Runs the last that waits. */
  public void runLast() {
    tasks.removeLast().run();
  }

  /** Runs the first or the last that waits, if any. */
  public void runAny(Random random) {
    Runnable task = random.nextBoolean() ? tasks.pollFirst() : tasks.pollLast();
    if (task != null) {
      task.run();
    }
  }

  /** Runs all that wait, in order, and what they put off in turn. */
  public void runAll() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
