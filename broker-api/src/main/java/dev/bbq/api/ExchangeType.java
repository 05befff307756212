// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/**
 * How an exchange finds the queues for a routing key. The order is the number on the wire, from 1.
 */
public enum ExchangeType {
  /** The queues bound with that very key. */
  DIRECT,
  /** All bound queues. */
  FANOUT,
  /**
   * The queues bound with a pattern that matches: words between dots, {@code *} for one word,
   * {@code #} for any number of words, none included.
   */
  TOPIC
}
