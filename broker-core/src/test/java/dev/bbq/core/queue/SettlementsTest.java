// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
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
      settlements.gone(lease(sequence));
    }

    assertThat(settlements.takeGone(0))
        .isEqualTo(Sequences.builder().addRange(1, 2).addRange(5, 6).add(9).build());
  }

  @Test
  void shouldKeepFailedApartFromGone() {
    settlements.gone(lease(1));
    settlements.failed(lease(2));

    assertThat(settlements.takeFailed(0)).isEqualTo(Sequences.of(2));
  }

  @Test
  void shouldHandOverOnlyOnce() {
    settlements.gone(lease(1));
    settlements.takeGone(0);

    assertThat(settlements.takeGone(0).isEmpty()).isTrue();
  }

  @Test
  void shouldBeEmptyAgainOnceAllWasTaken() {
    settlements.gone(lease(3));
    settlements.failed(lease(1));
    settlements.takeGone(0);
    settlements.takeFailed(0);

    assertThat(settlements.isEmpty()).isTrue();
  }

  @Test
  void shouldTakeLowerSequencesAfterHigherWereTaken() {
    settlements.gone(lease(9));
    settlements.takeGone(0);
    settlements.gone(lease(1));

    assertThat(settlements.takeGone(0)).isEqualTo(Sequences.of(1));
  }

  @Test
  void shouldHoldManyInAscendingOrder() {
    for (long sequence = 0; sequence < 1000; sequence++) {
      settlements.gone(lease(sequence));
    }

    assertThat(settlements.takeGone(0)).isEqualTo(Sequences.range(0, 999));
  }

  private static Lease lease(long sequence) {
    return new Lease(0, new StoredRecord(sequence, 0, StoredMessage.of(new byte[0])), 0);
  }
}
