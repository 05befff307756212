// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.MessageProperties;
import java.time.Duration;

/**
 * What a publisher wants of the delivery of a message.
 *
 * @param priority 0 to 9
 * @param timeToLiveMs how long it may be ready, in ms; {@link Long#MAX_VALUE} for ever
 * @param notBeforeMs when it may be delivered, in ms since the epoch; 0 for at once
 */
public record Wish(int priority, long timeToLiveMs, long notBeforeMs) {

  /** Nothing but to be delivered. */
  public static final Wish NONE = new Wish(0, Long.MAX_VALUE, 0);

  /** Returns the wish for a priority. */
  public static Wish of(int priority) {
    return priority == 0 ? NONE : new Wish(priority, Long.MAX_VALUE, 0);
  }

  /** Returns what properties wish for. */
  public static Wish of(MessageProperties properties) {
    if (properties.priority().isEmpty()
        && properties.timeToLive().isEmpty()
        && properties.notBefore().isEmpty()) {
      return NONE;
    }
    return new Wish(
        properties.priority().orElse(0),
        properties.timeToLive().map(Duration::toMillis).orElse(Long.MAX_VALUE),
        properties.notBefore().map(time -> time.toEpochMilli()).orElse(0L));
  }
}
