// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

/**
 * How much may be declared.
 *
 * @param maxExchanges 1 or more
 * @param maxQueues 1 or more
 * @param maxBindings 1 or more
 */
public record TopologyLimits(int maxExchanges, int maxQueues, int maxBindings) {

  /** 10 000 exchanges, 100 000 queues, 200 000 bindings. */
  public static final TopologyLimits DEFAULT = new TopologyLimits(10_000, 100_000, 200_000);

  /** How many words of patterns there may be for each binding. */
  private static final int WORDS_PER_BINDING = 5;

  public TopologyLimits {
    if (maxExchanges < 1 || maxQueues < 1 || maxBindings < 1) {
      throw new IllegalArgumentException(
          "limit out of range: maxExchanges=%d, maxQueues=%d, maxBindings=%d"
              .formatted(maxExchanges, maxQueues, maxBindings));
    }
  }

  /**
   * Returns how many words all patterns may have that are bound to topic exchanges: five for each
   * binding there may be. Words at which patterns of one exchange begin alike count once.
   */
  public int maxPatternWords() {
    return (int) Math.min(Integer.MAX_VALUE, (long) WORDS_PER_BINDING * maxBindings);
  }
}
