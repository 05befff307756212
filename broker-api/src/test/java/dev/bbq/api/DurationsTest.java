// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DurationsTest {

  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  @Test
  void shouldLeaveWhatClocksCanCount() {
    assertThat(Durations.cut(Duration.ofDays(365))).isEqualTo(Duration.ofDays(365));
  }

  @Test
  void shouldCutForEver() {
    assertThat(Durations.cut(FOR_EVER).plus(Durations.LONGEST).toNanos()).isPositive();
  }

  @Test
  void shouldPauseForALongTimeWhenToldForEver() {
    ReconnectPolicy policy =
        ReconnectPolicy.DEFAULT.withDelays(FOR_EVER, FOR_EVER).withMaxOutage(FOR_EVER);

    assertThat(policy.delay(100, 1)).isBetween(Duration.ofDays(4999), Durations.LONGEST);
    assertThat(policy.maxOutage()).isEqualTo(Durations.LONGEST);
  }
}
