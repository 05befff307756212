// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import dev.bbq.benchmarks.load.Workload;
import java.util.List;
import java.util.Locale;

/**
 * A workload with bodies of one size.
 *
 * @param sizeBytes 8 or more
 */
record Case(Workload workload, int sizeBytes) {

  private static final int SMALL = 150;
  private static final int MIDDLE = 1 << 10;
  private static final int LARGE = 64 << 10;

  private static final List<Integer> SIZES = List.of(SMALL, MIDDLE, LARGE);
  private static final List<Integer> WINDOWS = List.of(128, 1024, 8192);
  private static final List<Integer> WINDOWS_OF_LARGE = List.of(16, 64, 256);
  private static final int STEADY_WINDOW = 1024;
  private static final int ONE_WINDOW = 16;

  /** Returns those whose words stand in the order of a table. */
  static List<Case> all() {
    return List.of(Workload.values()).stream()
        .flatMap(
            workload ->
                (workload.sized() ? SIZES : List.of(SMALL))
                    .stream().map(size -> new Case(workload, size)))
        .toList();
  }

  /**
   * Reads one from the command line.
   *
   * @param text a workload, and a size behind a colon if it isn't the smallest: {@code four:1024}
   */
  static Case parse(String text) {
    String[] parts = text.split(":", 2);
    try {
      return new Case(
          Workload.valueOf(parts[0].toUpperCase(Locale.ROOT)),
          parts.length == 1 ? SMALL : Integer.parseInt(parts[1]));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "no such workload: given=%s, allowed=%s"
              .formatted(text, List.of(Workload.values()).stream().map(Workload::id).toList()),
          e);
    }
  }

  /** Returns which numbers of messages on the way are tried, all with each broker. */
  List<Integer> windows() {
    return switch (workload) {
      case PUBLISH, THROUGH, FOUR, FANOUT -> sizeBytes >= LARGE ? WINDOWS_OF_LARGE : WINDOWS;
      case STEADY -> List.of(STEADY_WINDOW);
      case ONE, STREAMS, IDLE, START -> List.of(ONE_WINDOW);
    };
  }

  /** Tells whether it has to be the first that a broker sees. */
  boolean onFreshBroker() {
    return workload == Workload.IDLE;
  }

  String title() {
    return switch (workload) {
      case IDLE, START -> workload.title();
      default -> "%s, %,d bytes".formatted(workload.title(), sizeBytes);
    };
  }
}
