// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.ErrorCode;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(strings = {"q", "orders.eu", " ", "a b", "Zürich", "𝄞", "*", "#", "a/b:c"})
  void shouldTakeTextWithoutControlCharactersAsAName(String name) {
    assertThat(Names.isName(name)).isTrue();
    assertThat(Names.isRoutingKey(name)).isTrue();
  }

  @Test
  void shouldTakeTheEmptyTextAsAKeyOnly() {
    assertThat(Names.isName("")).isFalse();
    assertThat(Names.isRoutingKey("")).isTrue();
  }

  @Test
  void shouldRefuseControlCharactersAndNoOthers() {
    for (int c = 0; c < 0x800; c++) {
      boolean control = c <= 0x1f || (c >= 0x7f && c <= 0x9f);
      String name = "a" + (char) c;
      assertThat(Names.isName(name)).as("U+%04X", c).isEqualTo(!control);
      assertThat(Names.isRoutingKey(name)).as("U+%04X", c).isEqualTo(!control);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ö", "€", "𝄞"})
  void shouldCountBytesNotCharacters(String character) {
    int bytes = Names.utf8Length(character);
    String longest = character.repeat(Names.MAX_BYTES / bytes);
    assertThat(Names.isName(longest)).isTrue();
    assertThat(Names.isRoutingKey(longest)).isTrue();
    assertThat(Names.isName(longest + character)).isFalse();
    assertThat(Names.isRoutingKey(longest + character)).isFalse();
  }

  @Test
  void shouldRefuseALoneSurrogate() {
    assertThat(Names.isName("a\ud834")).isFalse();
    assertThat(Names.isRoutingKey("\udd1e")).isFalse();
    assertThat(Names.utf8Length("\ud834")).isGreaterThan(Names.MAX_BYTES);
  }

  @Test
  void shouldTellTheLengthInUtf8() {
    assertThat(IntStream.of(0, 1, 2, 3, 4).boxed())
        .containsExactly(
            Names.utf8Length(""),
            Names.utf8Length("x"),
            Names.utf8Length("ö"),
            Names.utf8Length("€"),
            Names.utf8Length("𝄞"));
  }

  @Test
  void shouldDecodeAPieceOfAnArray() throws ProtocolException {
    byte[] bytes = HexFormat.of().parseHex("ff5ac3bcff");
    assertThat(Names.decode("queue", bytes, 1, 3)).isEqualTo("Zü");
    assertThat(Names.decode("queue", bytes, 1, 0)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "c3", "c080", "eda080", "f4908080", "61c3"})
  void shouldRefuseWhatIsNoUtf8(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    assertThatExceptionOfType(ProtocolException.class)
        .isThrownBy(() -> Names.decode("queue", bytes, 0, bytes.length))
        .withMessage("not UTF-8: field=queue, length=%d", bytes.length)
        .returns(ErrorCode.INVALID_UTF8, ProtocolException::code);
  }
}
