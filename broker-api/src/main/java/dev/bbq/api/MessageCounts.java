// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many messages have gone which way, since the broker started. For a queue at rest {@code in}
 * is the sum of {@code acked}, of all that was {@code dropped}, and of what is ready or unacked.
 *
 * @param in messages that came into a queue; those that the broker found in its store when it
 *     started are among them
 * @param out deliveries written to consumers, each attempt counts
 * @param acked messages that left because a consumer has acked them
 * @param redelivered how many of {@code out} were not the first delivery of their message
 * @param dropped messages that left in another way, by the name of the reason; reasons without a
 *     message are left out, and later brokers may know more reasons
 */
public record MessageCounts(
    long in, long out, long acked, long redelivered, SortedMap<String, Long> dropped) {

  /** A reason in {@link #dropped()}: the queue was purged. */
  public static final String PURGED = "purged";

  /** A reason in {@link #dropped()}: a consumer has rejected the message. */
  public static final String REJECTED = "rejected";

  /** A reason in {@link #dropped()}: the queue was deleted; never counted for one queue. */
  public static final String DELETED = "deleted";

  /**
   * A reason in {@link #dropped()}: no binding matched, at an exchange that drops such messages. It
   * has never come into a queue, so it is counted for the broker alone and not among {@link #in()}.
   */
  public static final String UNROUTABLE = "unroutable";

  /** No message at all. */
  public static final MessageCounts NONE = new MessageCounts(0, 0, 0, 0, new TreeMap<>());

  public MessageCounts {
    dropped =
        dropped.isEmpty()
            ? Collections.emptySortedMap()
            : Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
  }

  /** Creates counts without an order of the reasons. */
  public static MessageCounts of(
      long in, long out, long acked, long redelivered, Map<String, Long> dropped) {
    return new MessageCounts(in, out, acked, redelivered, new TreeMap<>(dropped));
  }
}
