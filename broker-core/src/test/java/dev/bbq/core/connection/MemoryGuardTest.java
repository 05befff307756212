// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryGuardTest {

  @Test
  void shouldHaveRoomUpToTheWatermark() {
    assertThat(new MemoryGuard(() -> 100, 100).isAboveWatermark()).isFalse();
  }

  @Test
  void shouldHaveNoRoomAboveTheWatermark() {
    assertThat(new MemoryGuard(() -> 101, 100).isAboveWatermark()).isTrue();
  }

  @Test
  void shouldSayWhy() {
    assertThat(new MemoryGuard(() -> 101, 100).reason())
        .isEqualTo("memory above the watermark: usedBytes=101, watermarkBytes=100");
  }

  @Test
  void shouldCountWhatIsHeldBeside() {
    MemoryGuard guard = new MemoryGuard(() -> 60, 100);
    guard.hold(41);
    assertThat(guard.isAboveWatermark()).isTrue();
    guard.hold(-1);

    assertThat(guard.isAboveWatermark()).isFalse();
  }
}
