// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.util.Optional;

/** A consumer that fetches deliveries when it wants them and settles them itself. */
public interface Receiver extends AutoCloseable {

  /** Returns the queue's name. */
  String queue();

  /**
   * Fetches the next delivery.
   *
   * @param timeout the longest wait, 0 or more
   * @return the delivery, or empty when none came in time
   * @throws RefusedException if the broker has ended the receiver, for instance because the queue
   *     was deleted; what was not fetched by then is dropped here
   * @throws ConnectionException if the connection was lost; likewise
   * @throws ClosedException if this receiver was closed
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  Optional<Delivery> receive(Duration timeout) throws InterruptedException;

  /** Closes with the client's {@link ClientOptions#closeTimeout()}. */
  @Override
  void close();

  /**
   * Hands back what was not settled and waits for the broker's word that all acks were settled. Who
   * waits in {@link #receive} gets a {@link ClosedException}.
   *
   * @param timeout the longest wait, 0 or more
   * @return whether that word came within {@code timeout}; when it did not, what was acked last may
   *     be delivered again
   */
  boolean close(Duration timeout);
}
