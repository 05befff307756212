// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import java.time.Duration;

/** A point in time up to which waits may add up. */
record Deadline(long endNs) {

  private static final Duration LONGEST = Duration.ofDays(365);

  static Deadline in(Duration timeout) {
    Duration bounded = timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
    return new Deadline(System.nanoTime() + bounded.toNanos());
  }

  Duration left() {
    return Duration.ofNanos(Math.max(0, endNs - System.nanoTime()));
  }

  Duration leftAtLeast(Duration bound) {
    Duration left = left();
    return left.compareTo(bound) > 0 ? left : bound;
  }

  Duration leftAtMost(Duration bound) {
    Duration left = left();
    return left.compareTo(bound) < 0 ? left : bound;
  }
}
