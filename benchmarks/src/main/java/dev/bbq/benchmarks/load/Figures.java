// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What was measured: one or more named figures, in the unit of the workload.
 *
 * @param byName {@link #MAIN} is always there
 */
public record Figures(Map<String, Double> byName) {

  /** The figure that others are compared by: a rate, the 99th percentile, KiB or ms. */
  public static final String MAIN = "main";

  private static final double[] PERCENTILES = {50, 90, 99.9};

  public Figures {
    byName = Map.copyOf(byName);
  }

  /** Returns the one figure of a workload that has no other. */
  public static Figures of(double main) {
    return new Figures(Map.of(MAIN, main));
  }

  /** Percentiles in microseconds. */
  static Figures of(Histogram nanos, double main) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(MAIN, nanos.getValueAtPercentile(main) / 1e3);
    for (double percent : PERCENTILES) {
      figures.put(percentile(percent), nanos.getValueAtPercentile(percent) / 1e3);
    }
    figures.put("max", nanos.getMaxValue() / 1e3);
    return new Figures(figures);
  }

  private static String percentile(double percent) {
    return percent == Math.rint(percent) ? "p%.0f".formatted(percent) : "p" + percent;
  }

  /** Returns the figure of a name. */
  public double get(String name) {
    Double figure = byName.get(name);
    if (figure == null) {
      throw new IllegalArgumentException("no such figure: name=%s".formatted(name));
    }
    return figure;
  }

  String encode() {
    return byName.entrySet().stream()
        .map(figure -> figure.getKey() + "=" + figure.getValue())
        .collect(Collectors.joining(" "));
  }

  /** Reads what a client process has answered. */
  public static Figures decode(String line) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String part : line.split(" ", -1)) {
      String[] pair = part.split("=", -1);
      figures.put(pair[0], Double.valueOf(pair[1]));
    }
    return new Figures(figures);
  }
}
