// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorCodeTest {

  @ParameterizedTest
  @EnumSource
  void shouldBeFoundByItsNumber(ErrorCode code) {
    assertThat(ErrorCode.ofNumber(code.number())).isEqualTo(code);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFitTheSixteenBitsOfTheWire(ErrorCode code) {
    assertThat(code.number()).isBetween(0, 65535);
  }

  @Test
  void shouldEachHaveANumberOfItsOwn() {
    assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::number)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      longs = {-1, Long.MIN_VALUE, 9, 63, 64, 65534, 65535, 65536, 1L << 32, Long.MAX_VALUE})
  void shouldBeUnrecognizedForANumberThatHasNone(long number) {
    assertThat(ErrorCode.ofNumber(number)).isEqualTo(ErrorCode.UNRECOGNIZED);
  }
}
