// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimesTest {

  private final Times times = new Times(InstantSource.fixed(Instant.parse("2026-11-23T05:00:00Z")));

  @ParameterizedTest
  @CsvSource({
    "now, 2026-11-23T05:00:00Z",
    "+90s, 2026-11-23T05:01:30Z",
    "2026-01-02T03:04:05.006Z, 2026-01-02T03:04:05.006Z",
    "2026-01-02T03:04:05+01:00, 2026-01-02T02:04:05Z"
  })
  void shouldReadATime(String text, Instant expected) {
    assertThat(times.convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "later", "+3", "2026-01-02", "2026-01-02T03:04:05"})
  void shouldRefuseWhatIsNoTime(String text) {
    assertThatThrownBy(() -> times.convert(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'%s' is no time, as in 2026-11-23T05:00:00Z".formatted(text));
  }
}
