// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/**
 * How much the broker may have delivered to a consumer that the consumer has not settled yet: its
 * prefetch. Settling makes room for more.
 *
 * @param messages how many messages, 1 to 65 536
 * @param bytes how many bytes of messages, 1 or more; one message is delivered even if it alone is
 *     larger
 */
public record Credit(int messages, long bytes) {

  /** The most messages a consumer may hold unsettled. */
  public static final int MAX_MESSAGES = 65_536;

  /** 1000 messages and 16 MiB. */
  public static final Credit DEFAULT = Credit.of(1000);

  public Credit {
    if (messages < 1 || messages > MAX_MESSAGES || bytes < 1) {
      throw new IllegalArgumentException(
          "credit out of range: messages=%d, bytes=%d".formatted(messages, bytes));
    }
  }

  /** Returns a credit of that many messages and 16 MiB. */
  public static Credit of(int messages) {
    return new Credit(messages, 16 << 20);
  }
}
