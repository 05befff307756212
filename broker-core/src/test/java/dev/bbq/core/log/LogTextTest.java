// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void shouldKeepPlainText() {
    assertThat(LogText.of("grüße, 東京")).isEqualTo("grüße, 東京");
  }

  @Test
  void shouldEscapeControlCharacters() {
    assertThat(LogText.of("a\r\nb\u001b[0m")).isEqualTo("a\\u000d\\u000ab\\u001b[0m");
  }

  @Test
  void shouldEscapeWhatTurnsTheDirectionOfText() {
    assertThat(LogText.of("a\u202eb")).isEqualTo("a\\u202eb");
  }

  @Test
  void shouldCutLongText() {
    assertThat(LogText.of("x".repeat(1000))).hasSize(256);
  }

  @Test
  void shouldCloseTheQuotesOfLongText() {
    assertThat(LogText.quoted("x".repeat(255) + "\"y"))
        .isEqualTo("\"" + "x".repeat(255) + "\\\"\"");
  }

  @Test
  void shouldEscapeWhatWouldEndTheQuotes() {
    assertThat(LogText.quoted("a\"b\\")).isEqualTo("\"a\\\"b\\\\\"");
  }
}
