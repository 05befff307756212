// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.testkit;

import java.util.Random;

/**
 * Repeats a test with random values. A failure names the seed of its trial; {@code -Dbbq.seed=…}
 * runs that one alone.
 */
public final class Trials {

  private static final Long GIVEN_SEED = Long.getLong("bbq.seed");

  private Trials() {}

  /** One trial; all it does follows from {@code random}. */
  @FunctionalInterface
  public interface Trial {
    /** Runs it. */
    void run(Random random) throws Exception;
  }

  /** Runs trials with seeds in a row, the first of them random. */
  public static void run(int count, Trial trial) {
    if (GIVEN_SEED != null) {
      run(GIVEN_SEED.longValue(), trial);
      return;
    }
    long first = new Random().nextLong();
    for (int i = 0; i < count; i++) {
      run(first + i, trial);
    }
  }

  private static void run(long seed, Trial trial) {
    try {
      trial.run(new Random(seed));
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(
          "random trial failed: seed=%d, again=-Dbbq.seed=%d, cause=%s"
              .formatted(seed, seed, failure),
          failure);
    }
  }
}
