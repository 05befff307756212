// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TagTest {

  @Test
  void shouldBeTheBigEndianIntegerOfItsAscii() {
    assertThat(Tag.SEND).isEqualTo(0x53454e44);
  }

  @Test
  void shouldShowPrintableCharactersAsTheyAre() {
    assertThat(Tag.text(Tag.SEND)).isEqualTo("SEND");
    assertThat(Tag.text(0x217e3041)).isEqualTo("!~0A");
  }

  @Test
  void shouldShowOtherBytesInHex() {
    assertThat(Tag.text(0x0020ff7f)).isEqualTo("\\x00\\x20\\xff\\x7f");
  }
}
