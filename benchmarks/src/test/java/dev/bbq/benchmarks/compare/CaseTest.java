// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.benchmarks.load.Workload;
import org.junit.jupiter.api.Test;

class CaseTest {

  @Test
  void shouldTakeTheSmallestBodyUnlessTold() {
    assertThat(Case.parse("publish")).isEqualTo(new Case(Workload.PUBLISH, 150));
  }

  @Test
  void shouldTakeTheBodyThatIsAskedFor() {
    assertThat(Case.parse("four:1024")).isEqualTo(new Case(Workload.FOUR, 1024));
  }

  @Test
  void shouldNameTheWorkloadsWhenThereIsNoSuch() {
    assertThatThrownBy(() -> Case.parse("juggle"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no such workload: given=juggle, allowed=[publish, through,");
  }

  @Test
  void shouldTryTheSameWindowsWithAllBodiesThatAreSmall() {
    assertThat(Case.parse("through").windows()).isEqualTo(Case.parse("through:1024").windows());
  }
}
