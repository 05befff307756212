// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class EnvironmentDefaultsTest {

  private static final Map<String, String> ENV =
      Map.of("BBQ_SERVER", "env:1", "BBQ_CERTS", "/env", "BBQ_TRANSPORT", "env-transport");

  @Test
  void shouldUseDefaultsWhenNeitherFlagNorVariableIsThere() {
    ParseResult result = parse(Map.of(), "consume", "q");
    assertThat(value(result, "--server")).isEqualTo(new ServerAddress("localhost", 6789));
    assertThat(value(result, "--certs")).isEqualTo(Optional.empty());
    assertThat(value(result, "--transport")).isEqualTo(Optional.empty());
  }

  @Test
  void shouldPreferVariablesToDefaults() {
    ParseResult result = parse(ENV, "consume", "q");
    assertThat(value(result, "--server")).isEqualTo(new ServerAddress("env", 1));
    assertThat(value(result, "--certs")).isEqualTo(Optional.of(Path.of("/env")));
    assertThat(value(result, "--transport")).isEqualTo(Optional.of("env-transport"));
  }

  @Test
  void shouldPreferFlagsToVariables() {
    ParseResult result =
        parse(
            ENV, "consume", "q", "--server", "flag:2", "--certs", "/flag", "--transport", "other");
    assertThat(value(result, "--server")).isEqualTo(new ServerAddress("flag", 2));
    assertThat(value(result, "--certs")).isEqualTo(Optional.of(Path.of("/flag")));
    assertThat(value(result, "--transport")).isEqualTo(Optional.of("other"));
  }

  @Test
  void shouldTakeAnEmptyVariableForNone() {
    ParseResult result = parse(Map.of("BBQ_SERVER", "", "BBQ_CERTS", ""), "consume", "q");
    assertThat(value(result, "--server")).isEqualTo(new ServerAddress("localhost", 6789));
    assertThat(value(result, "--certs")).isEqualTo(Optional.empty());
  }

  @Test
  void shouldReachCommandsBelowCommands() {
    ParseResult result = parse(ENV, "declare", "queue", "q");
    assertThat(value(result.subcommand(), "--server")).isEqualTo(new ServerAddress("env", 1));
  }

  @Test
  void shouldNotTouchOtherOptions() {
    assertThat(value(parse(ENV, "serve"), "--listen"))
        .isEqualTo(new ServerAddress("127.0.0.1", 6789));
  }

  private static ParseResult parse(Map<String, String> env, String... args) {
    CommandLine bbq = Bbq.commandLine(new TestIo(env).io());
    return bbq.parseArgs(args);
  }

  private static Object value(ParseResult result, String option) {
    return result.subcommand().commandSpec().findOption(option).getValue();
  }
}
