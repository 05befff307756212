// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.store.StoredMessage.Schedule;
import java.time.Duration;

/** What the options of a queue mean for one message. Immutable. */
final class Policy {

  private static final long LONGEST_PAUSE_MS = 60_000;
  private static final long SHORTEST_PAUSE_MS = 1_000;

  private final QueueOptions options;
  private final long ttlMs;
  private final int deliveryLimit;

  Policy(QueueOptions options) {
    this.options = options;
    ttlMs = options.messageTtl().map(Duration::toMillis).orElse(Long.MAX_VALUE);
    int limit = options.deliveryLimit().orElse(QueueOptions.DEFAULT_DELIVERY_LIMIT);
    deliveryLimit = limit == 0 ? Integer.MAX_VALUE : limit;
  }

  QueueOptions options() {
    return options;
  }

  boolean hasDeadLetters() {
    return options.deadLetterExchange().isPresent();
  }

  /** Tells whether all messages expire. */
  boolean expires() {
    return ttlMs < Long.MAX_VALUE;
  }

  /** Returns when a message may be delivered, until when, and how urgent it is here. */
  Schedule schedule(Wish wish, long nowMs) {
    long notBeforeMs = wish.notBeforeMs() > nowMs ? wish.notBeforeMs() : 0;
    long readyMs = Math.max(nowMs, notBeforeMs);
    long ttl = Math.min(ttlMs, wish.timeToLiveMs());
    long expiresAtMs = ttl < Long.MAX_VALUE - readyMs ? readyMs + ttl : 0;
    return new Schedule(Math.min(wish.priority(), options.maxPriority()), expiresAtMs, notBeforeMs);
  }

  /** Tells whether a message that has failed so often has done so too often. */
  boolean isTooOften(int failures) {
    return failures >= deliveryLimit;
  }

  /** Tells whether what has failed too often leaves the queue. */
  boolean endsFailing() {
    return hasDeadLetters() || options.deliveryLimit().isPresent();
  }

  /** Returns how long a message that has failed too often, and stays, is to pause. */
  long pauseMs(int failures) {
    int doublings = Math.min(failures - deliveryLimit, 6);
    return Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS << doublings);
  }
}
