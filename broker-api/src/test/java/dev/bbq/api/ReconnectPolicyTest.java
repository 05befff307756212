// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectPolicyTest {

  private static final ReconnectPolicy POLICY = ReconnectPolicy.DEFAULT;

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 200", "3, 400", "6, 3200", "7, 5000", "1000000, 5000"})
  void shouldGrowUpToTheLongest(int attempt, long ms) {
    assertThat(POLICY.delay(attempt, 0)).isEqualTo(Duration.ofMillis(ms));
  }

  @ParameterizedTest
  @CsvSource({"0, 100", "0.5, 75", "1, 50"})
  void shouldLeaveHalfToChance(double chance, long ms) {
    assertThat(POLICY.delay(1, chance)).isEqualTo(Duration.ofMillis(ms));
  }

  @Test
  void shouldNeverBeNothing() {
    ReconnectPolicy allByChance =
        new ReconnectPolicy(Duration.ofMillis(1), 1, Duration.ofMillis(1), 1, Duration.ofHours(1));
    assertThat(allByChance.delay(1, 1)).isPositive();
  }

  @Test
  void shouldRefusePausesThatShrink() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POLICY.withDelays(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .withMessage(
            "reconnect out of range: firstDelay=PT2S, factor=2.0, maxDelay=PT1S, jitter=0.5,"
                + " maxOutage=PT5M");
  }

  @Test
  void shouldRefuseNumbersOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POLICY.withDelays(Duration.ZERO, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> POLICY.withMaxOutage(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ReconnectPolicy(
                    POLICY.firstDelay(), 0.9, POLICY.maxDelay(), 0, POLICY.maxOutage()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ReconnectPolicy(
                    POLICY.firstDelay(), 2, POLICY.maxDelay(), Double.NaN, POLICY.maxOutage()));
  }
}
