// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import dev.bbq.benchmarks.load.Figures;

/**
 * What was measured once.
 *
 * @param peer the name of the broker
 * @param round from 1
 * @param window how many messages were on the way
 */
record Measure(String peer, Case what, int round, int window, Figures figures) {

  double main() {
    return figures.get(Figures.MAIN);
  }
}
