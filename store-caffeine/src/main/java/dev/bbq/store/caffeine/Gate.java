// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Holds answers back while a condition does not hold. Any thread. */
final class Gate {

  private final BooleanSupplier isOpen;
  private final List<Runnable> waiting = new ArrayList<>(); // its monitor guards it

  Gate(BooleanSupplier isOpen) {
    this.isOpen = isOpen;
  }

  /** Returns a stage that completes with an answer, at once or when the gate is open. */
  <T> CompletionStage<T> pass(T answer) {
    if (!isOpen.getAsBoolean()) {
      synchronized (waiting) {
        if (!isOpen.getAsBoolean()) {
          CompletableFuture<T> later = new CompletableFuture<>();
          waiting.add(() -> later.complete(answer));
          return later;
        }
      }
    }
    return CompletableFuture.completedFuture(answer);
  }

  /** Lets all go that wait if the gate is open; to be called when that may have become so. */
  void look() {
    List<Runnable> free;
    synchronized (waiting) {
      if (waiting.isEmpty() || !isOpen.getAsBoolean()) {
        return;
      }
      free = List.copyOf(waiting);
      waiting.clear();
    }
    free.forEach(Runnable::run);
  }
}
