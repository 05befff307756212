// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;

/**
 * How a client connects again after it has lost a connection: with pauses that grow, each cut by
 * chance so that many clients don't come back at the same moment. A time of more than 10,000 days
 * counts as that.
 *
 * @param firstDelay the pause before the first attempt; positive
 * @param factor how many times longer each further pause is; 1 or more
 * @param maxDelay the longest pause; not below {@code firstDelay}
 * @param jitter which part of a pause is left to chance, 0 to 1: with 0.5 a pause lasts half of its
 *     length to all of it
 * @param maxOutage how long to try before all that waits for the connection fails; 0 for not at all
 */
public record ReconnectPolicy(
    Duration firstDelay, double factor, Duration maxDelay, double jitter, Duration maxOutage) {

  /** 100 ms, twice as long each time, up to 5 s, half of it by chance, for 5 min. */
  public static final ReconnectPolicy DEFAULT =
      new ReconnectPolicy(
          Duration.ofMillis(100), 2, Duration.ofSeconds(5), 0.5, Duration.ofMinutes(5));

  /** Does not connect again: what is lost has failed. */
  public static final ReconnectPolicy NEVER = DEFAULT.withMaxOutage(Duration.ZERO);

  public ReconnectPolicy {
    boolean delays = firstDelay.isPositive() && maxDelay.compareTo(firstDelay) >= 0;
    if (!delays || !(factor >= 1) || !(jitter >= 0 && jitter <= 1) || maxOutage.isNegative()) {
      throw new IllegalArgumentException(
          "reconnect out of range: firstDelay=%s, factor=%s, maxDelay=%s, jitter=%s, maxOutage=%s"
              .formatted(firstDelay, factor, maxDelay, jitter, maxOutage));
    }
    firstDelay = Durations.cut(firstDelay);
    maxDelay = Durations.cut(maxDelay);
    maxOutage = Durations.cut(maxOutage);
  }

  /** Returns this policy with other pauses. */
  public ReconnectPolicy withDelays(Duration first, Duration max) {
    return new ReconnectPolicy(first, factor, max, jitter, maxOutage);
  }

  /** Returns this policy with another limit to how long it tries. */
  public ReconnectPolicy withMaxOutage(Duration outage) {
    return new ReconnectPolicy(firstDelay, factor, maxDelay, jitter, outage);
  }

  /**
   * Returns the pause before an attempt.
   *
   * @param attempt 1, 2, 3, …
   * @param chance 0 to 1
   */
  public Duration delay(int attempt, double chance) {
    double longest = (double) maxDelay.toNanos();
    double full = Math.min(firstDelay.toNanos() * Math.pow(factor, attempt - 1.0), longest);
    return Duration.ofNanos(Math.max(1, Math.round(full * (1 - jitter * chance))));
  }
}
