// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One ordered stream of messages to the broker, pipelined: it doesn't wait for one confirm before
 * it sends the next message.
 *
 * <p>The future of a publish completes once the message is in every matched queue, or fails with
 *
 * <ul>
 *   <li>{@link RefusedException}: the broker has kept nothing and says why; to publish again is
 *       safe,
 *   <li>{@link OutcomeUnknownException}: it may or may not have been kept,
 *   <li>{@link ConnectionException}: it was never sent; to publish again is safe.
 * </ul>
 *
 * <p>Futures complete on the connection's thread: what depends on them must not block, or use the
 * {@code …Async} methods.
 */
public interface Publisher extends AutoCloseable {

  /**
   * Publishes a message. While the {@linkplain PublisherOptions window} is full, waits for room.
   *
   * @param exchange 1–255 bytes of UTF-8 without control characters, or empty for the default
   *     exchange
   * @param routingKey up to 255 bytes of UTF-8
   * @param message its body must not be changed until the future has completed
   * @return completes with the confirm
   * @throws BbqTimeoutException if the window stays full for {@link PublisherOptions#maxWait()};
   *     nothing was sent
   * @throws ClosedException if this publisher was closed
   * @throws IllegalArgumentException if a name or the message is too long
   */
  CompletableFuture<Void> publish(String exchange, String routingKey, Message message);

  /**
   * Publishes a message as {@link #publish} does, or returns empty at once while the window is
   * full.
   */
  Optional<CompletableFuture<Void>> tryPublish(String exchange, String routingKey, Message message);

  /** Closes with the client's {@link ClientOptions#closeTimeout()}. */
  @Override
  void close();

  /**
   * Takes no more messages and waits until all have been answered; those that have not by then fail
   * with {@link OutcomeUnknownException}.
   *
   * @param timeout the longest wait, 0 or more
   * @return whether all were answered within {@code timeout}
   */
  boolean close(Duration timeout);
}
