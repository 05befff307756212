// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import dev.bbq.benchmarks.load.Workload.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * All that was measured.
 *
 * @param sweeps the search for the best windows
 * @param failures what could not be measured, in words
 */
record Results(List<Measure> measures, List<Measure> sweeps, List<String> failures) {

  Results {
    measures = List.copyOf(measures);
    sweeps = List.copyOf(sweeps);
    failures = List.copyOf(failures);
  }

  /** Returns the measures of a broker in a case, in the order of the rounds. */
  List<Measure> of(String peer, Case what) {
    return measures.stream()
        .filter(measure -> measure.peer().equals(peer) && measure.what().equals(what))
        .toList();
  }

  /** Returns the median of a figure over the rounds; empty when it was never measured. */
  OptionalDouble median(String peer, Case what, String figure) {
    return median(
        of(peer, what).stream().mapToDouble(measure -> measure.figures().get(figure)).toArray());
  }

  /**
   * Returns by how much one is better than another: above 1 it is, be it faster or smaller. The
   * median of the ratios of each round.
   */
  OptionalDouble ratio(String peer, String other, Case what) {
    return median(
        of(peer, what).stream()
            .flatMapToDouble(
                one ->
                    of(other, what).stream()
                        .filter(two -> two.round() == one.round())
                        .mapToDouble(two -> ratio(one, two)))
            .toArray());
  }

  private static double ratio(Measure one, Measure other) {
    return one.what().workload().unit() == Unit.RATE
        ? one.main() / other.main()
        : other.main() / one.main();
  }

  static OptionalDouble median(double[] values) {
    if (values.length == 0) {
      return OptionalDouble.empty();
    }
    Arrays.sort(values);
    int middle = values.length / 2;
    return OptionalDouble.of(
        values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
  }

  /** Returns a line for each measure, with a head. */
  List<String> csv() {
    List<String> lines = new ArrayList<>(List.of("peer,workload,bytes,round,window,figure"));
    for (Measure measure : measures) {
      lines.add(
          "%s,%s,%d,%d,%d,%s"
              .formatted(
                  measure.peer(),
                  measure.what().workload().id(),
                  measure.what().sizeBytes(),
                  measure.round(),
                  measure.window(),
                  measure.main()));
    }
    return lines;
  }
}
