// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/**
 * A message that the broker has handed to this consumer. It is settled once, by one of the methods
 * here; what isn't is delivered again when the consumer ends.
 *
 * <p>These methods do not wait for the broker: settlements leave soon after, many together, and
 * {@code close} of the consumer tells whether all were kept. When the connection was lost that a
 * delivery came on, they have no effect, whether it has been made again or not: the message is
 * delivered again. Once the consumer has ended they throw {@link ClosedException} if it was closed
 * here, and {@link ConnectionException} otherwise; the message is then delivered again too.
 */
public interface Delivery {

  /** Returns the message. */
  Message message();

  /** Returns the exchange it was published to. */
  String exchange();

  /** Returns the routing key it was published with. */
  String routingKey();

  /** Returns the queue it comes from. */
  String queue();

  /** Returns how often it was delivered before without being settled; 0 for the first time. */
  int redeliveries();

  /** Returns its number at this consumer: 1, 2, 3, …, anew on each connection. */
  long number();

  /** Tells whether it has been settled. */
  boolean settled();

  /**
   * Tells whether the connection that it came on was lost. The broker has taken it back and
   * delivers it again; settling it has no effect.
   */
  boolean lost();

  /**
   * Acks: the message is done and leaves the queue.
   *
   * @throws IllegalStateException if it was settled before
   */
  void ack();

  /**
   * Acks this delivery and all before it at this consumer that are not settled.
   *
   * @throws IllegalStateException if this one was settled before
   */
  void ackAll();

  /**
   * Nacks: the attempt has failed, and the message goes back to its place in the queue. Failures
   * are counted.
   *
   * @throws IllegalStateException if it was settled before
   */
  void nack();

  /**
   * Hands the message back to its place in the queue without counting a failure.
   *
   * @throws IllegalStateException if it was settled before
   */
  void requeue();

  /**
   * Rejects: the message can't be dealt with by anyone and leaves the queue.
   *
   * @throws IllegalStateException if it was settled before
   */
  void reject();
}
