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
   * Returns a future that completes when the subscription has ended: normally after {@code close},
   * or with the {@link BbqException} that ended it, a deleted queue or a lost connection.
   */
  CompletableFuture<Void> ended();

  /** Closes with the client's {@link ClientOptions#closeTimeout()}. */
  @Override
  void close();

  /**
   * Stops deliveries, lets the handler finish the one it has, hands back what it has not begun, and
   * waits for the broker's word that all acks were settled.
   *
   * @param timeout the longest wait, 0 or more
   * @return whether that word came within {@code timeout}; when it did not, what was acked last may
   *     be delivered again
   */
  boolean close(Duration timeout);
}
