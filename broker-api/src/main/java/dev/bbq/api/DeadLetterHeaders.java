// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/**
 * The headers that a message gets when it leaves a queue for its dead-letter exchange. They tell of
 * the last time, and the history of all. What the message had in headers of these names is
 * replaced; its time to live and its not-before are taken away, for they were the old queue's.
 */
public final class DeadLetterHeaders {

  /**
   * Text: why it has left, {@value MessageCounts#EXPIRED}, {@value MessageCounts#OVERFLOW}, {@value
   * MessageCounts#REJECTED} or {@value MessageCounts#DELIVERY_LIMIT}.
   */
  public static final String REASON = "dead-letter.reason";

  /** Text: the queue it has left. */
  public static final String QUEUE = "dead-letter.queue";

  /** Number: how often it has left that queue for that reason, from 1. */
  public static final String COUNT = "dead-letter.count";

  /** Text: the exchange by which it came into that queue. */
  public static final String EXCHANGE = "dead-letter.exchange";

  /** Text: the routing key by which it came into that queue. */
  public static final String KEY = "dead-letter.key";

  /**
   * Text: a line for each queue and reason, the latest first: count, space, reason, space, name of
   * the queue. At most {@value #MAX_HISTORY} lines.
   */
  public static final String HISTORY = "dead-letter.history";

  /** The most lines of a history; the oldest give way. */
  public static final int MAX_HISTORY = 32;

  private DeadLetterHeaders() {}
}
