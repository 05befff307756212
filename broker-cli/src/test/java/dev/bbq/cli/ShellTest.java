// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/srv/bbq-data/certs|/srv/bbq-data/certs",
        "[::1]:6789|'[::1]:6789'",
        "/my files/certs|'/my files/certs'",
        "it's|'it'\\''s'",
        "$HOME|'$HOME'",
        "\"\"|''"
      })
  void shouldQuoteWhatAShellWouldReadOtherwise(String text, String expected) {
    assertThat(Shell.quote(text)).isEqualTo(expected);
  }
}
