// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.core.connection.Connections;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.routing.Topology;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of a broker's work in good order (docs/protocol.md, "GBYE"): nothing new is taken, and
 * what was taken is brought to its end.
 *
 * <p>So many things can be the last to end that none of them is asked to tell: it looks again
 * whenever anything was done for a client.
 *
 * @param survivesRestart whether the store keeps what is not delivered
 */
record Drain(Connections connections, Topology topology, boolean survivesRestart) {

  /** Returns whether all was done before the deadline. */
  boolean run(Deadline deadline) {
    Semaphore work = new Semaphore(0);
    connections.onWork(work::release);
    connections.drain("broker is shutting down");
    if (survivesRestart) {
      topology.queues().forEach(Queue::stopDelivering);
    }
    try {
      do {
        work.drainPermits(); // before it looks, so that what is done meanwhile has it look again
        if (isDone(deadline)) {
          return true;
        }
      } while (work.tryAcquire(deadline.left().toNanos(), TimeUnit.NANOSECONDS));
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Asks the connections first, so that no message is on its way to a queue any more, and once more
   * behind the queues, for their last settlements may be on their way to the store. It does not ask
   * at all while anything is unsettled, which is cheap to tell.
   */
  private boolean isDone(Deadline deadline) throws InterruptedException {
    return topology.totals().unacked() == 0
        && areIdle(deadline)
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
