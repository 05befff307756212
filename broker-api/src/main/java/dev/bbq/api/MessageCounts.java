// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many messages have gone which way, since the broker started. For a queue at rest {@code in}
 * is the sum of {@code acked}, of all that was {@code deadLettered} or {@code dropped}, and of what
 * is ready, delayed or unacked.
 *
 * @param in messages that came into a queue; those that the broker found in its store when it
 *     started are among them
 * @param out deliveries written to consumers, each attempt counts
 * @param acked messages that left because a consumer has acked them
 * @param redelivered how many of {@code out} were not the first delivery of their message
 * @param deadLettered messages that left for the queue's dead-letter exchange and were kept there,
 *     by the name of the reason
 * @param dropped messages that left in another way, by the name of the reason; reasons without a
 *     message are left out, and later brokers may know more reasons
 */
public record MessageCounts(
    long in,
    long out,
    long acked,
    long redelivered,
    SortedMap<String, Long> deadLettered,
    SortedMap<String, Long> dropped) {

  /** A reason in {@link #dropped()}: the queue was purged. */
  public static final String PURGED = "purged";

  /** A reason in both maps: the message was ready for too long. */
  public static final String EXPIRED = "expired";

  /** A reason in both maps: the queue had no room for all. */
  public static final String OVERFLOW = "overflow";

  /** A reason in both maps: deliveries of the message have failed too often. */
  public static final String DELIVERY_LIMIT = "delivery-limit";

  /** A reason in {@link #dropped()}: the dead-letter exchange is not there, or has no queue. */
  public static final String NO_DEAD_LETTER_TARGET = "no-dead-letter-target";

  /** A reason in {@link #dropped()}: the message came back to where it had left without an ack. */
  public static final String DEAD_LETTER_CYCLE = "dead-letter-cycle";

  /** A reason in both maps: a consumer has rejected the message. */
  public static final String REJECTED = "rejected";

  /** A reason in {@link #dropped()}: the queue was deleted; never counted for one queue. */
  public static final String DELETED = "deleted";

  /**
   * A reason in {@link #dropped()}: no binding matched, at an exchange that drops such messages. It
   * has never come into a queue, so it is counted for the broker alone and not among {@link #in()}.
   */
  public static final String UNROUTABLE = "unroutable";

  /** No message at all. */
  public static final MessageCounts NONE = of(0, 0, 0, 0, Map.of());

  public MessageCounts {
    deadLettered = copy(deadLettered);
    dropped = copy(dropped);
  }

  private static SortedMap<String, Long> copy(SortedMap<String, Long> counts) {
    return counts.isEmpty()
        ? Collections.emptySortedMap()
        : Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** Creates counts without an order of the reasons, and without dead letters. */
  public static MessageCounts of(
      long in, long out, long acked, long redelivered, Map<String, Long> dropped) {
    return new MessageCounts(
        in, out, acked, redelivered, Collections.emptySortedMap(), new TreeMap<>(dropped));
  }
}
