// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.transport.Refusal;
import dev.bbq.core.log.LogText;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/**
 * The log lines of clients that were turned away: no more than a peer who tries again and again may
 * fill a disk with. Any thread.
 */
final class RefusalLog {

  static final int MOST_PER_SECOND = 10;
  private static final long SECOND_MS = 1000;

  private final InstantSource clock;
  private final System.Logger logger;
  private long secondSinceMs;
  private int logged;
  private long suppressed;

  RefusalLog(InstantSource clock, System.Logger logger) {
    this.clock = clock;
    this.logger = logger;
    secondSinceMs = clock.millis();
  }

  /** Logs a refusal, or counts it if there were many in this second. */
  void refused(Refusal refusal) {
    tellSuppressed();
    if (!mayLog()) {
      return;
    }
    logger.log(
        Level.WARNING,
        () ->
            "connection refused: address=%s%s, reason=%s"
                .formatted(
                    LogText.address(refusal.address()),
                    refusal
                        .identity()
                        .map(identity -> ", identity=" + LogText.quoted(identity))
                        .orElse(""),
                    LogText.quoted(refusal.reason())));
  }

  private synchronized boolean mayLog() {
    if (logged < MOST_PER_SECOND) {
      logged++;
      return true;
    }
    suppressed++;
    return false;
  }

  /** Logs how many refusals were only counted, once their second is over. */
  void tellSuppressed() {
    long count = takeSuppressed();
    if (count > 0) {
      logger.log(Level.WARNING, () -> "connections refused: suppressed=%d".formatted(count));
    }
  }

  private synchronized long takeSuppressed() {
    long nowMs = clock.millis();
    if (Math.abs(nowMs - secondSinceMs) < SECOND_MS) { // a clock may be set back
      return 0;
    }
    secondSinceMs = nowMs;
    logged = 0;
    long count = suppressed;
    suppressed = 0;
    return count;
  }
}
