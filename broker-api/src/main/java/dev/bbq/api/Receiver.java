// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.util.Optional;

/**
 * A consumer that fetches deliveries when it wants them and settles them itself.
 *
 * <p>When its connection is lost, the broker takes back all that it has not seen settled. Until the
 * client has connected again, {@link #receive} waits as at an empty queue. Then the receiver is
 * there with its credit as before, and what was taken back comes again in the queue's order, with
 * {@link Delivery#redeliveries()} above 0: also what was acked if the ack was still on the way.
 * What had come and was not fetched is dropped here. Deliveries of a former connection are
 * {@linkplain Delivery#lost() lost}: to settle them has no effect and settles nothing else, though
 * their numbers come anew. After a restart of the broker only a store that survives it has messages
 * to deliver again.
 */
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
   * @throws ConnectionException if the connection was lost for good; likewise
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
