// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {

  @Test
  void shouldLeaveNoMoreThanTheTimeout() {
    assertThat(Deadline.in(Duration.ofMinutes(1)).left())
        .isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
  }

  @Test
  void shouldLeaveNothingOnceItHasPassed() {
    assertThat(Deadline.in(Duration.ofSeconds(-1)).left()).isZero();
  }

  @Test
  void shouldLeaveAtMostABound() {
    assertThat(Deadline.in(Duration.ofMinutes(1)).leftAtMost(Duration.ofSeconds(2)))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void shouldBearTheLongestTimeout() {
    assertThat(Deadline.in(Duration.ofSeconds(Long.MAX_VALUE)).left())
        .isGreaterThan(Duration.ofDays(300));
  }
}
