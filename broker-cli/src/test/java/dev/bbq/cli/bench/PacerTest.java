// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class PacerTest {

  private static final int RATE = 1000; // a message each 1000 µs

  private long nowMicros;

  @Test
  void shouldCountFromWhenAMessageWasDueAfterAStall() {
    Pacer pacer = new Pacer(clock(0), RATE);
    pacer.awaitNext();
    nowMicros = 5000; // somebody was slow
    assertThat(pacer.awaitNext()).isEqualTo(1000);
    assertThat(pacer.awaitNext()).isEqualTo(2000);
  }

  @Test
  void shouldCountFromWhenItWokeAfterASleep() {
    Pacer pacer = new Pacer(clock(300), RATE); // each look at the clock takes that long
    pacer.awaitNext();
    long stamp = pacer.awaitNext();
    assertThat(stamp).isEqualTo(nowMicros).isGreaterThan(1300);
  }

  private WallClock clock(long stepMicros) {
    return new WallClock(
        () -> {
          nowMicros += stepMicros;
          return Instant.EPOCH.plus(nowMicros, ChronoUnit.MICROS);
        });
  }
}
