// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.core.connection.Connections;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.routing.Topology;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of a broker's work in good order (docs/protocol.md, "GBYE"): nothing new is taken, and
 * what was taken is brought to its end.
 *
 * <p>It looks again and again: so many things can be the last to end that each would have to tell.
 *
 * @param survivesRestart whether the store keeps what is not delivered
 */
record Drain(Connections connections, Topology topology, boolean survivesRestart) {

  private static final long LOOK_AGAIN_MS = 10;

  /** Returns whether all was done before the deadline. */
  boolean run(Deadline deadline) {
    connections.drain("broker is shutting down");
    if (survivesRestart) {
      topology.queues().forEach(Queue::stopDelivering);
    }
    try {
      while (!isDone(deadline)) {
        if (deadline.left().isZero()) {
          return false;
        }
        Thread.sleep(LOOK_AGAIN_MS);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Asks the connections first, so that no message is on its way to a queue any more, and once more
   * behind the queues, for their last settlements may be on their way to the store.
   */
  private boolean isDone(Deadline deadline) throws InterruptedException {
    return areIdle(deadline)
        && topology.queues().stream().allMatch(Queue::isDrained)
        && areIdle(deadline);
  }

  private boolean areIdle(Deadline deadline) throws InterruptedException {
    CompletableFuture<Boolean> idle = connections.areIdle();
    try {
      return idle.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }
}
