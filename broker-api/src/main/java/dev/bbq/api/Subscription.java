// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A handler at work on a queue.
 *
 * <p>When its connection is lost, the broker takes back all that it has not seen acked. Once the
 * client has connected again, the subscription is there with its credit as before, and what was
 * taken back comes again in the queue's order, with {@link Delivery#redeliveries()} above 0: also
 * what the handler has dealt with if its ack was still on the way. Deliveries that the handler had
 * not begun are dropped; the one at work goes on to its end, but settling it has no effect, as
 * {@link Delivery#lost()} tells. After a restart of the broker only a store that survives it has
 * messages to deliver again.
 */
public interface Subscription extends AutoCloseable {

  /** Returns the queue's name. */
  String queue();

  /**
   * Returns a future that completes when the subscription has ended and its handler has returned:
   * normally after {@code close}, or with the {@link BbqException} that ended it, a deleted queue
   * or a connection that was lost for good. Deliveries that the handler had not begun by then are
   * dropped; the broker delivers them again.
   */
  CompletableFuture<Void> ended();

  /** Closes with the client's {@link ClientOptions#closeTimeout()}. */
  @Override
  void close();

  /**
   * Stops deliveries, lets the handler finish the one it has, hands back what it has not begun, and
   * waits for the broker's word that all acks were settled. When the time has passed, interrupts
   * the handler; its delivery goes back as failed.
   *
   * <p>Called by the handler itself, it does not wait, as it would for itself: it returns false,
   * and the close goes on when the handler returns.
   *
   * @param timeout the longest wait, 0 or more
   * @return whether that word came within {@code timeout}; when it did not, what was acked last may
   *     be delivered again
   */
  boolean close(Duration timeout);
}
