// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.util.List;

/**
 * Exchanges, queues and bindings. Each call waits for the broker's answer.
 *
 * <p>All calls may be repeated: what is there already, or gone already, is no error. All throw
 * {@link RefusedException} with the broker's reason, {@link ConnectionException} if the connection
 * is lost, {@link BbqTimeoutException} after {@link ClientOptions#requestTimeout()} and {@link
 * ClosedException} if the client was closed. Names are 1–255 bytes of UTF-8 without control
 * characters; {@link IllegalArgumentException} for one that is not, but for the empty name of the
 * default exchange, which the broker refuses to change.
 */
public interface Topology {

  /** Declares an exchange that refuses what it can't route. */
  default void declareExchange(String name, ExchangeType type) {
    declareExchange(name, type, false);
  }

  /**
   * Declares an exchange.
   *
   * @param dropUnroutable whether a message that no binding matches is confirmed, dropped and
   *     counted instead of refused
   * @throws RefusedException with {@link ErrorCode#DECLARED_DIFFERENTLY} if it is there with
   *     another type or option
   */
  void declareExchange(String name, ExchangeType type, boolean dropUnroutable);

  /** Declares a queue that keeps all its messages until they are acked. */
  default void declareQueue(String name) {
    declareQueue(name, QueueOptions.NONE);
  }

  /**
   * Declares a queue.
   *
   * @throws RefusedException with {@link ErrorCode#DECLARED_DIFFERENTLY} if it is there with other
   *     options
   */
  void declareQueue(String name, QueueOptions options);

  /**
   * Binds a queue to an exchange.
   *
   * @param routingKey up to 255 bytes of UTF-8: the key itself at a direct exchange, a pattern at a
   *     topic exchange, without meaning at a fanout exchange
   */
  void bind(String queue, String exchange, String routingKey);

  /** Takes a binding away. */
  void unbind(String queue, String exchange, String routingKey);

  /** Deletes an exchange with its bindings. */
  void deleteExchange(String name);

  /**
   * Deletes a queue with its bindings and messages; its consumers end.
   *
   * @return how many messages it held
   */
  long deleteQueue(String name);

  /**
   * Drops the messages of a queue that are ready, not those that are delivered and unsettled.
   *
   * @return how many were dropped
   */
  long purge(String queue);

  /** Lists the exchanges by name; the default exchange has none and is not listed. */
  List<ExchangeInfo> exchanges();

  /** Lists the queues by name. */
  List<QueueInfo> queues();

  /** Lists the bindings by exchange, queue and key. */
  List<BindingInfo> bindings();

  /**
   * An exchange.
   *
   * @param name its name
   * @param type how it routes
   * @param dropUnroutable whether it drops what it can't route
   * @param dropped how many messages it has dropped so
   */
  record ExchangeInfo(String name, ExchangeType type, boolean dropUnroutable, long dropped) {}

  /**
   * A queue.
   *
   * @param name its name
   * @param options what it was declared with
   * @param ready how many messages wait for delivery
   * @param delayed how many are not to be delivered before a time to come
   * @param unacked how many are delivered and not settled
   * @param consumers how many consumers it has
   * @param counts what has become of its messages
   */
  record QueueInfo(
      String name,
      QueueOptions options,
      long ready,
      long delayed,
      long unacked,
      int consumers,
      MessageCounts counts) {}

  /**
   * A binding: messages that reach {@code exchange} with a key that {@code routingKey} matches go
   * to {@code queue}.
   */
  record BindingInfo(String exchange, String queue, String routingKey) {}
}
