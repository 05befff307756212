// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;

/** Durations that clocks can be added to. */
final class Durations {

  /** As good as for ever: 27 years. Its nanoseconds, and twice as many, fit into 63 bits. */
  static final Duration LONGEST = Duration.ofDays(10_000);

  private Durations() {}

  /** Returns a duration, cut to the longest. */
  static Duration cut(Duration duration) {
    return duration.compareTo(LONGEST) < 0 ? duration : LONGEST;
  }
}
