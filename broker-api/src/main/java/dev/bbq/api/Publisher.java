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
 * <p>When the connection is lost, messages that were on the way fail with {@link
 * OutcomeUnknownException}, or with {@link PublisherOptions#withAtLeastOnce()} are sent again,
 * marked {@linkplain MessageProperties#resent() resent}; those that never left, and those that the
 * broker has refused because it was shutting down, are sent once the client has connected again.
 * The order of what is kept stays that of publishing, but for the second copies of what was sent
 * again.
 *
 * <p>When the broker has ended a publisher's stream, or the connection is lost for good, all
 * further publishes fail with the {@link ConnectionException} that says why. While the client
 * connects again or the broker takes no messages, they wait in the window.
 *
 * <p>Futures complete on the connection's thread: what depends on them must not block, nor call a
 * method of this package that waits, or use the {@code …Async} methods. To complete or cancel one
 * does not take the message back.
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
   * @throws BbqTimeoutException if the window stays full for {@link PublisherOptions#maxWait()}, or
   *     the thread is interrupted while it waits and its interrupt flag set again; nothing was sent
   * @throws ClosedException if this publisher was closed
   * @throws IllegalArgumentException if a name is none, the message is larger than {@link
   *     BrokerInfo#maxMessageBytes()}, or its properties are too large
   */
  CompletableFuture<Void> publish(String exchange, String routingKey, Message message);

  /**
   * Publishes a message as {@link #publish} does, or returns empty at once while the window is
   * full.
   */
  Optional<CompletableFuture<Void>> tryPublish(String exchange, String routingKey, Message message);

  /**
   * Returns how many messages were sent again, marked {@linkplain MessageProperties#resent()
   * resent}, a message counting each time: at most so many duplicates may arrive. Always 0 unless
   * {@link PublisherOptions#atLeastOnce()} was chosen.
   */
  long resent();

  /** Closes with the client's {@link ClientOptions#closeTimeout()}. */
  @Override
  void close();

  /**
   * Takes no more messages and waits until all have been answered; those that have not by then fail
   * with {@link OutcomeUnknownException}, or {@link ConnectionException} when they were not sent.
   *
   * @param timeout the longest wait, 0 or more
   * @return whether all that were ever published here were answered within {@code timeout}
   */
  boolean close(Duration timeout);
}
