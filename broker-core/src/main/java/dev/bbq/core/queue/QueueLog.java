// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.core.jfr.Flight;
import dev.bbq.core.jfr.StoreCallEvent;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One queue's calls of the store, with an event for each. None of them throws, whatever the store
 * does: what it throws fails the stage.
 */
record QueueLog(StoreQueue kept) {

  private static final long READ_BYTES = 1 << 20;

  CompletableFuture<StoreQueue.Page> read(long from, int maxRecords) {
    return call(Flight.storeCall("read", maxRecords), () -> kept.read(from, maxRecords, READ_BYTES))
        .toCompletableFuture();
  }

  CompletionStage<Void> settle(Sequences gone) {
    return call(Flight.storeCall("settle", gone), () -> kept.settle(gone));
  }

  CompletionStage<Void> release(Sequences failed) {
    return call(Flight.storeCall("release", failed), () -> kept.release(failed, 1, 0));
  }

  CompletionStage<Void> drop() {
    return call(null, kept::drop);
  }

  private static <T> CompletionStage<T> call(
      @Nullable StoreCallEvent event, Supplier<CompletionStage<T>> call) {
    CompletionStage<T> stage;
    try {
      stage = Objects.requireNonNull(call.get(), "the store returned no stage");
    } catch (Throwable broken) { // a plugin may lack a class, or a page the heap
      stage = CompletableFuture.failedStage(broken);
    }
    return Flight.endWith(stage, event);
  }
}
