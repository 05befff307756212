// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    assertThat(value(result, "--transport")).isEqualTo("netty-quic");
  }

  @Test
  void shouldPreferVariablesToDefaults() {
    ParseResult result = parse(ENV, "consume", "q");
    assertThat(value(result, "--server")).isEqualTo(new ServerAddress("env", 1));
    assertThat(value(result, "--certs")).isEqualTo(Optional.of(Path.of("/env")));
    assertThat(value(result, "--transport")).isEqualTo("env-transport");
  }

  @Test
  void shouldPreferFlagsToVariables() {
    ParseResult result =
        parse(
            ENV, "consume", "q", "--server", "flag:2", "--certs", "/flag", "--transport", "other");
    assertThat(value(result, "--server")).isEqualTo(new ServerAddress("flag", 2));
    assertThat(value(result, "--certs")).isEqualTo(Optional.of(Path.of("/flag")));
    assertThat(value(result, "--transport")).isEqualTo("other");
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
  void shouldLeaveTheOptionsOfTheBrokerToItsConfiguration() {
    assertThat(value(parse(ENV, "serve"), "--certs")).isNull();
    assertThat(value(parse(ENV, "serve"), "--transport")).isNull();
  }

  @Test
  void shouldTakeThePluginsOfTheInstallation(@TempDir Path home) throws IOException {
    Map<String, String> env = Map.of("BBQ_HOME", home.toString());
    assertThat(value(parse(env, "consume", "q"), "--plugins")).isEqualTo(Optional.empty());
    Path plugins = Files.createDirectory(home.resolve("plugins"));
    assertThat(value(parse(env, "consume", "q"), "--plugins")).isEqualTo(Optional.of(plugins));
  }

  private static ParseResult parse(Map<String, String> env, String... args) {
    CommandLine bbq = Bbq.commandLine(new TestIo(env).io());
    return bbq.parseArgs(args);
  }

  private static Object value(ParseResult result, String option) {
    return result.subcommand().commandSpec().findOption(option).getValue();
  }
}
