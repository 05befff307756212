// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs asynchronous work on one name in the order it was asked for, and never two at once; no
 * thread waits for another.
 */
final class NameLocks {

  /** What waits for each name; a name is there while work on it runs. */
  private final Map<String, Queue<Supplier<CompletableFuture<?>>>> waiting = new HashMap<>();

  /** Runs work after all earlier work on this name. Completes as the work does. */
  <T> CompletionStage<T> inOrder(String name, Supplier<CompletionStage<T>> work) {
    CompletableFuture<T> outcome = new CompletableFuture<>();
    boolean free;
    synchronized (waiting) {
      free = !waiting.containsKey(name);
      waiting.computeIfAbsent(name, n -> new ArrayDeque<>()).add(() -> begin(work, outcome));
    }
    if (free) {
      workOff(name);
    }
    return outcome;
  }

  /** Begins one after the other, in a loop: each out of the other's end would exhaust the stack. */
  private void workOff(String name) {
    CompletableFuture<?> current;
    do {
      Supplier<CompletableFuture<?>> next;
      synchronized (waiting) {
        Queue<Supplier<CompletableFuture<?>>> others = waiting.get(name);
        next = others == null ? null : others.poll();
        if (next == null) {
          waiting.remove(name);
          return;
        }
      }
      current = next.get();
    } while (current.isDone());
    var unused = current.whenComplete((result, failure) -> workOff(name));
  }

  private static <T> CompletableFuture<T> begin(
      Supplier<CompletionStage<T>> work, CompletableFuture<T> outcome) {
    return CompletableFuture.completedFuture(true)
        .thenCompose(free -> work.get())
        .whenComplete(
            (result, failure) -> {
              if (failure == null) {
                outcome.complete(result);
              } else {
                outcome.completeExceptionally(failure);
              }
            });
  }
}
