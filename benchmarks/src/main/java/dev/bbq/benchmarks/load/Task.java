// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.time.Duration;

/**
 * A piece of work for a client process.
 *
 * @param sizeBytes of each body
 * @param window how many messages may be on the way, to the broker and to a consumer
 * @param warmUp how long to go before anything counts
 * @param time how long to measure, about
 */
public record Task(Workload workload, int sizeBytes, int window, Duration warmUp, Duration time) {

  /** Returns it as a line that {@link #decode} reads. */
  public String encode() {
    return String.join(
        " ",
        workload.name(),
        Integer.toString(sizeBytes),
        Integer.toString(window),
        warmUp.toString(),
        time.toString());
  }

  static Task decode(String line) {
    String[] parts = line.split(" ", -1);
    return new Task(
        Workload.valueOf(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Duration.parse(parts[3]),
        Duration.parse(parts[4]));
  }

  double seconds() {
    return time.toNanos() / 1e9;
  }
}
