// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import java.time.Duration;

/** A moment by which several waits together must be over. */
record Deadline(long atNs) {

  static Deadline in(Duration timeout) {
    return new Deadline(System.nanoTime() + Waits.nanos(timeout));
  }

  /** Returns what is left, 0 when it has passed. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, atNs - System.nanoTime()));
  }
}
