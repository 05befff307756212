// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where the tasks and callbacks of one connection run one after another: a queue, and a thread as
 * long as there is something in it.
 */
final class Context implements Executor {

  private final Life life;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  // Tasks that were added and have not ended; one more while the context is shut.
  private final AtomicInteger waiting = new AtomicInteger(1);
  private volatile @Nullable Thread runner;

  /** Creates a context that gathers tasks and runs none until it is opened. */
  Context(Life life) {
    this.life = life;
  }

  /** Begins to run tasks, and this one before all others; once. */
  void open(Runnable first) {
    life.threads()
        .start(
            "context",
            () -> {
              runner = Thread.currentThread();
              first.run();
              runner = null;
              if (waiting.decrementAndGet() > 0) {
                run();
              }
            });
  }

  @Override
  public void execute(Runnable task) {
    if (life.hasEnded()) {
      throw new RejectedExecutionException("server or client closed");
    }
    add(task);
  }

  /** Adds a task of our own, which runs even in the last moments. */
  void add(Runnable task) {
    tasks.add(task);
    if (waiting.getAndIncrement() == 0) {
      life.threads().start("context", this::run);
    }
  }

  /** Says whether the calling thread runs in this context. */
  boolean isCurrent() {
    return Thread.currentThread().equals(runner);
  }

  private void run() {
    int done;
    do {
      runner = Thread.currentThread();
      done = 0;
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
        done++;
      }
      // Not behind the subtraction, by which another thread may have begun to run.
      if (waiting.get() == done) {
        runner = null;
      }
    } while (waiting.addAndGet(-done) > 0);
  }
}
