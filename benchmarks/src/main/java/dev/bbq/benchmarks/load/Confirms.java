// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.util.TreeSet;

/** Confirms by numbers from 1, for many messages at once or for one, then not always in order. */
final class Confirms {

  private final Window window;
  private final TreeSet<Long> ahead = new TreeSet<>();
  private long upTo;

  Confirms(Window window) {
    this.window = window;
  }

  void add(long number, boolean multiple) {
    if (multiple) {
      upTo = Math.max(upTo, number);
      ahead.headSet(upTo, true).clear();
    } else {
      ahead.add(number);
    }
    while (!ahead.isEmpty() && ahead.first() == upTo + 1) {
      upTo = ahead.removeFirst();
    }
    window.confirmedUpTo(upTo);
  }
}
