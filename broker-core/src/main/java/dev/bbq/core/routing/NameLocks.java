// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Runs asynchronous work on one name in the order it was asked for, and never two at once; no
 * thread waits for another.
 */
final class NameLocks {

  private final Map<String, CompletableFuture<Void>> last = new HashMap<>();

  /** Runs work after all earlier work on this name. Completes as the work does. */
  <T> CompletionStage<T> inOrder(String name, Supplier<CompletionStage<T>> work) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> before;
    synchronized (last) {
      CompletableFuture<Void> found = last.put(name, mine);
      before = found == null ? CompletableFuture.completedFuture(null) : found;
    }
    return before
        .thenCompose(free -> work.get())
        .whenComplete(
            (result, failure) -> {
              synchronized (last) {
                last.remove(name, mine);
              }
              mine.complete(null);
            });
  }
}
