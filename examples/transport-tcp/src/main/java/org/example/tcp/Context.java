// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The context of one connection: runs tasks one after another, in a virtual thread that lives for
 * as long as there are some.
 */
final class Context implements Executor {

  private static final System.Logger LOG = System.getLogger(Context.class.getName());

  private final Executor threads;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private Thread runner; // null when there is nothing to do

  Context(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    synchronized (tasks) {
      tasks.add(task);
      if (tasks.size() > 1 || runner != null) {
        return;
      }
    }
    try {
      threads.execute(this::run);
    } catch (RejectedExecutionException e) {
      synchronized (tasks) {
        tasks.clear();
      }
      throw e;
    }
  }

  /** Says whether the caller runs in this context. */
  boolean isCurrent() {
    synchronized (tasks) {
      return runner == Thread.currentThread();
    }
  }

  private void run() {
    for (Runnable task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        LOG.log(System.Logger.Level.ERROR, "callback failed", e);
      }
    }
  }

  private Runnable next() {
    synchronized (tasks) {
      Runnable task = tasks.poll();
      runner = task == null ? null : Thread.currentThread();
      return task;
    }
  }
}
