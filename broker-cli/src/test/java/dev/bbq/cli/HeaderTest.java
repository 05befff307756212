// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.bbq.api.HeaderValue;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class HeaderTest {

  static final List<Arguments> HEADERS =
      List.of(
          arguments("color=red", "color", new HeaderValue.Text("red")),
          arguments("empty=", "empty", new HeaderValue.Text("")),
          arguments("url=http://x/?a=b", "url", new HeaderValue.Text("http://x/?a=b")),
          arguments("a:b:text=c", "a:b", new HeaderValue.Text("c")),
          arguments("size:whole=-3", "size", new HeaderValue.Whole(-3)),
          arguments("ratio:real=0.5", "ratio", new HeaderValue.Real(0.5)),
          arguments("urgent:flag=true", "urgent", new HeaderValue.Flag(true)),
          arguments("key:bytes=AQI=", "key", new HeaderValue.Bytes(new byte[] {1, 2})));

  @ParameterizedTest
  @FieldSource("HEADERS")
  void shouldReadAHeader(String text, String name, HeaderValue value) {
    assertThat(Header.parse(text)).isEqualTo(new Header(name, value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"color", "=red", "a:b=c", "n:whole=x", "n:real=", "f:flag=yes", "b:bytes=?", ":="})
  void shouldRefuseWhatIsNoHeader(String text) {
    assertThatThrownBy(() -> Header.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageStartingWith("'%s' is no header, as in color=red,".formatted(text));
  }
}
