// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.ReconnectPolicy;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** The time without a connection: how often it was tried, and for how long. Link's context. */
final class Outage {

  private final ReconnectPolicy policy;
  private final DoubleSupplier chance;
  private final LinkContext context;
  private final Runnable tooLong;
  private boolean present;
  private int outages;
  private int attempt;

  /**
   * Creates it.
   *
   * @param tooLong is run when an outage is longer than the policy allows
   */
  Outage(ReconnectPolicy policy, DoubleSupplier chance, LinkContext context, Runnable tooLong) {
    this.policy = policy;
    this.chance = chance;
    this.context = context;
    this.tooLong = tooLong;
  }

  /** Counts an attempt, the first of which begins the outage; returns the pause before it. */
  Duration next() {
    if (!present) {
      present = true;
      int number = ++outages;
      context.schedule(policy.maxOutage(), () -> context.execute(() -> judge(number)));
    }
    attempt++;
    return policy.delay(attempt, chance.getAsDouble());
  }

  private void judge(int number) {
    if (present && number == outages) { // not over, nor another one
      tooLong.run();
    }
  }

  /** Returns which attempt comes next or is under way: 1, 2, 3, …; 0 when there is no outage. */
  int attempt() {
    return attempt;
  }

  /**
   * Ends it: there is a connection, or there will be none. Pauses are short again only when that
   * has lasted for a while, or a broker that drops whom it has welcomed would be asked without a
   * pause.
   */
  void end() {
    present = false;
    int number = outages;
    context.schedule(policy.maxDelay(), () -> context.execute(() -> forget(number)));
  }

  private void forget(int number) {
    if (!present && number == outages) { // no other one has begun
      attempt = 0;
    }
  }
}
