// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.Sequences;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the logs of a queue, one for each lane, are told together. Called without a lock. */
record LogCalls(List<QueueLog> logs) {

  private static final CompletionStage<Void> DONE = CompletableFuture.allOf();

  /** Settles and releases what was gathered. */
  CompletionStage<Void> store(Settlements gathered) {
    CompletionStage<Void> all = DONE;
    for (int i = 0; i < logs.size(); i++) {
      Sequences gone = gathered.takeGone(i);
      if (!gone.isEmpty()) {
        all = both(all, logs.get(i).settle(gone));
      }
      Sequences failed = gathered.takeFailed(i);
      if (!failed.isEmpty()) {
        all = both(all, logs.get(i).release(failed));
      }
    }
    return all;
  }

  /** Settles messages of each lane. */
  CompletionStage<Void> settle(List<Sequences> byLane) {
    CompletionStage<Void> all = DONE;
    for (int i = 0; i < byLane.size(); i++) {
      all = both(all, logs.get(i).settle(byLane.get(i)));
    }
    return all;
  }

  /** Drops all logs, first the one by whose name the queue is recovered: others alone are none. */
  CompletionStage<Void> drop() {
    return logs.get(0)
        .drop()
        .thenCompose(
            dropped -> {
              CompletionStage<Void> all = DONE;
              for (QueueLog other : logs.subList(1, logs.size())) {
                all = both(all, other.drop());
              }
              return all;
            });
  }

  @SuppressWarnings("ReferenceEquality") // spares the usual call, of one lane, a stage
  static CompletionStage<Void> both(CompletionStage<Void> one, CompletionStage<Void> other) {
    return one == DONE ? other : one.thenAcceptBoth(other, (done, too) -> {});
  }
}
