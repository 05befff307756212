// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.Sequences;
import org.junit.jupiter.api.Test;

class SettlementsTest {

  private final Settlements settlements = new Settlements();

  @Test
  void shouldBeEmptyAtFirst() {
    assertThat(settlements.isEmpty()).isTrue();
  }

  @Test
  void shouldGatherRangesInTheOrderOfTheSequences() {
    for (long sequence : new long[] {5, 6, 1, 2, 9}) {
      settlements.gone(sequence);
    }

    assertThat(settlements.takeGone())
        .isEqualTo(Sequences.builder().addRange(1, 2).addRange(5, 6).add(9).build());
  }

  @Test
  void shouldKeepFailedApartFromGone() {
    settlements.gone(1);
    settlements.failed(2);

    assertThat(settlements.takeFailed()).isEqualTo(Sequences.of(2));
  }

  @Test
  void shouldHandOverOnlyOnce() {
    settlements.gone(1);
    settlements.takeGone();

    assertThat(settlements.takeGone().isEmpty()).isTrue();
  }

  @Test
  void shouldBeEmptyAgainOnceAllWasTaken() {
    settlements.gone(3);
    settlements.failed(1);
    settlements.takeGone();
    settlements.takeFailed();

    assertThat(settlements.isEmpty()).isTrue();
  }

  @Test
  void shouldTakeLowerSequencesAfterHigherWereTaken() {
    settlements.gone(9);
    settlements.takeGone();
    settlements.gone(1);

    assertThat(settlements.takeGone()).isEqualTo(Sequences.of(1));
  }

  @Test
  void shouldHoldManyInAscendingOrder() {
    for (long sequence = 0; sequence < 1000; sequence++) {
      settlements.gone(sequence);
    }

    assertThat(settlements.takeGone()).isEqualTo(Sequences.range(0, 999));
  }
}
