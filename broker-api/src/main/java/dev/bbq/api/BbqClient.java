// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import dev.bbq.api.client.Clients;
import dev.bbq.api.plugin.PluginException;
import java.time.Duration;

/**
 * A client of one broker.
 *
 * <p>It publishes and consumes on separate connections, so that a broker that makes publishers wait
 * never holds up acks. All types of this package may be used by many threads at once unless they
 * say otherwise.
 *
 * <p>A connection that is lost is made anew, as {@link ClientOptions#reconnect()} says: topology
 * that this client declared is declared again, subscriptions and receivers come back with their
 * credit, and publishers go on with what was not sent. Publishes in flight at the loss fail with
 * {@link OutcomeUnknownException}, or are sent again if {@link PublisherOptions#withAtLeastOnce()}
 * was chosen. When the longest outage is over, or the broker refuses this client, all ends with
 * {@link ConnectionException}.
 *
 * <p>An interrupt ends a wait: the methods of this package that throw {@link BbqTimeoutException}
 * throw it then too, and the {@code close} methods take it for the end of their time. The thread's
 * interrupt flag stays set.
 */
public interface BbqClient extends AutoCloseable {

  /**
   * Connects to a broker and returns once the broker has accepted this client.
   *
   * @throws ConnectionException if that fails or takes longer than {@link
   *     ClientOptions#connectTimeout()}
   * @throws PluginException if there is no such transport, or no single one to choose
   */
  static BbqClient connect(ClientOptions options) {
    return Clients.connect(options);
  }

  /** Opens a publisher with {@link PublisherOptions#DEFAULT}. */
  default Publisher publisher() {
    return publisher(PublisherOptions.DEFAULT);
  }

  /**
   * Opens a publisher: one ordered stream of messages. More publishers run in parallel.
   *
   * @throws ConnectionException if there is no connection
   * @throws BbqTimeoutException if the broker allows no further stream within {@link
   *     ClientOptions#requestTimeout()}
   * @throws ClosedException if this client was closed
   */
  Publisher publisher(PublisherOptions options);

  /** Subscribes with {@link Credit#DEFAULT}. */
  default Subscription subscribe(String queue, DeliveryHandler handler) {
    return subscribe(queue, Credit.DEFAULT, handler);
  }

  /**
   * Subscribes to a queue. The handler is called on a virtual thread, for one delivery at a time
   * and in the queue's order; when it returns, the delivery is acked, and when it throws, nacked as
   * failed, unless it has settled the delivery itself. What it throws is logged as a warning.
   *
   * @param queue 1–255 bytes of UTF-8 without control characters
   * @param credit how much may be delivered and not yet settled
   * @return once the broker has accepted the subscription
   * @throws RefusedException if there is no such queue
   * @throws ConnectionException if there is no connection
   * @throws BbqTimeoutException if the broker does not answer within {@link
   *     ClientOptions#requestTimeout()}
   * @throws ClosedException if this client was closed
   * @throws IllegalArgumentException if that can't be a queue's name
   */
  Subscription subscribe(String queue, Credit credit, DeliveryHandler handler);

  /** Opens a receiver with {@link Credit#DEFAULT}. */
  default Receiver receiver(String queue) {
    return receiver(queue, Credit.DEFAULT);
  }

  /**
   * Opens a receiver: deliveries are fetched by {@link Receiver#receive} and settled by the caller.
   *
   * @param queue 1–255 bytes of UTF-8 without control characters
   * @param credit how much may be delivered and not yet settled
   * @throws RefusedException if there is no such queue
   * @throws ConnectionException if there is no connection
   * @throws BbqTimeoutException if the broker does not answer within {@link
   *     ClientOptions#requestTimeout()}
   * @throws ClosedException if this client was closed
   * @throws IllegalArgumentException if that can't be a queue's name
   */
  Receiver receiver(String queue, Credit credit);

  /** Returns the calls that lay out exchanges, queues and bindings. */
  Topology topology();

  /** Returns the calls that look at the broker and its connections. */
  Monitor monitor();

  /** Returns what the broker said of itself when it accepted this client. */
  BrokerInfo broker();

  /** Returns how one of this client's connections is at the moment. */
  ConnectionState state(ConnectionPurpose connection);

  /** Closes with the {@link ClientOptions#closeTimeout()}. */
  @Override
  void close();

  /**
   * Closes all publishers, subscriptions and receivers as their own {@code close} does, at the same
   * time, then the connections. The second call waits for the first. Called by a subscription's
   * handler, it does not wait for that handler, whose delivery then is not acked.
   *
   * @param timeout the longest wait, 0 or more
   * @return whether all publishes were answered and all acks settled within {@code timeout}
   */
  boolean close(Duration timeout);
}
