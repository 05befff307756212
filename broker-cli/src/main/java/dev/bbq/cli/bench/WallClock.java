// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that the processes of a machine share; not {@link System#nanoTime}, which need not be.
 */
record WallClock(InstantSource source) {

  static WallClock ofSystem() {
    return new WallClock(InstantSource.system());
  }

  /** Returns microseconds since the epoch. */
  long micros() {
    Instant now = source.instant();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }
}
