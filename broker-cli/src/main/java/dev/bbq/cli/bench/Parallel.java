// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** The same work on several threads. */
final class Parallel {

  private Parallel() {}

  /** Does all parts at once and returns what they have measured together. */
  static Outcome run(int parts, IntFunction<Callable<Outcome>> part) throws Exception {
    ExecutorService threads =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("bbq-bench-", 0).factory());
    try {
      List<Future<Outcome>> running = new ArrayList<>();
      for (int i = 0; i < parts; i++) {
        running.add(threads.submit(part.apply(i)));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : running) {
        outcomes.add(future.get());
      }
      return Outcome.of(outcomes);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }
}
