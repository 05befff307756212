// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ServerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:1234, localhost, 1234",
    "localhost, localhost, 6789",
    "127.0.0.1:0, 127.0.0.1, 0",
    "broker-1.example.com:65535, broker-1.example.com, 65535",
    "[::1]:6789, ::1, 6789",
    "[fe80::1%eth0]:1, fe80::1%eth0, 1",
    "[::1], ::1, 6789"
  })
  void shouldReadHostAndPort(String text, String host, int port) {
    assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":6789",
        "::1",
        "::1:6789",
        "[::1",
        "host:",
        "host:x",
        "host:65536",
        "a b:1",
        "6789"
      })
  void shouldRefuseOtherForms(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'%s' is no HOST:PORT, as in localhost:6789 or [::1]:6789", text);
  }

  @Test
  void shouldPrintWhatItReads() {
    assertThat(ServerAddress.parse("[::1]:1")).hasToString("[::1]:1");
    assertThat(ServerAddress.parse("localhost:1")).hasToString("localhost:1");
  }

  @Test
  void shouldNameTheHostThatCanNotBeFound() {
    assertThatThrownBy(() -> new ServerAddress("no such host", 1).resolve())
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("unknown host: host=no such host;");
  }
}
