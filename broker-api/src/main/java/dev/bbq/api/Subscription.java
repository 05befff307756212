// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A handler at work on a queue. */
public interface Subscription extends AutoCloseable {

  /** Returns the queue's name. */
  String queue();

  /**
   * Returns a future that completes when the subscription has ended and its handler has returned:
   * normally after {@code close}, or with the {@link BbqException} that ended it, a deleted queue
   * or a lost connection. Deliveries that the handler had not begun by then are dropped; the broker
   * delivers them again.
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
