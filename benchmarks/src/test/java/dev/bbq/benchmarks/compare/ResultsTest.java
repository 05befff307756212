// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.benchmarks.load.Figures;
import dev.bbq.benchmarks.load.Workload;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultsTest {

  private static final Case RATE = new Case(Workload.PUBLISH, 150);
  private static final Case LATENCY = new Case(Workload.STEADY, 150);

  @Test
  void shouldTakeTheMiddleOfAnOddNumberOfRounds() {
    assertThat(results(RATE, "one", 3, 9, 4).median("one", RATE, Figures.MAIN)).hasValue(4);
  }

  @Test
  void shouldTakeTheMeanOfTheTwoInTheMiddle() {
    assertThat(results(RATE, "one", 3, 9, 4, 6).median("one", RATE, Figures.MAIN)).hasValue(5);
  }

  @Test
  void shouldCompareWithinEachRound() {
    Results results =
        new Results(
            List.of(
                measure(RATE, "one", 1, 100),
                measure(RATE, "one", 2, 10),
                measure(RATE, "one", 3, 60),
                measure(RATE, "other", 1, 50),
                measure(RATE, "other", 2, 2),
                measure(RATE, "other", 3, 20)),
            List.of(),
            List.of());

    assertThat(results.ratio("one", "other", RATE)).hasValue(3);
  }

  @Test
  void shouldCallTheSmallerLatencyTheBetterOne() {
    Results results =
        new Results(
            List.of(measure(LATENCY, "one", 1, 100), measure(LATENCY, "other", 1, 250)),
            List.of(),
            List.of());

    assertThat(results.ratio("one", "other", LATENCY)).hasValue(2.5);
  }

  @Test
  void shouldHaveNoRatioToWhatWasNotMeasured() {
    assertThat(results(RATE, "one", 3).ratio("one", "other", RATE)).isEmpty();
  }

  @Test
  void shouldWriteALineForEachMeasure() {
    assertThat(results(RATE, "one", 3).csv())
        .containsExactly("peer,workload,bytes,round,window,figure", "one,publish,150,1,8192,3.0");
  }

  private static Results results(Case what, String peer, double... figures) {
    List<Measure> measures = new java.util.ArrayList<>();
    for (double figure : figures) {
      measures.add(measure(what, peer, measures.size() + 1, figure));
    }
    return new Results(measures, List.of(), List.of());
  }

  private static Measure measure(Case what, String peer, int round, double figure) {
    return new Measure(peer, what, round, 8192, new Figures(Map.of(Figures.MAIN, figure)));
  }
}
