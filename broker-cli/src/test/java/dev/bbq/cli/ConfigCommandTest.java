// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

  private static final Path SAMPLE = Path.of("src", "main", "config", "bbq.yaml");

  @TempDir private Path folder;

  private final TestIo caller = new TestIo(Map.of());

  @Test
  void shouldAskWhatToDo() {
    assertThat(caller.run("config")).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err()).startsWith("bbq config: say what: check or print;");
  }

  @Test
  void shouldFindTheSampleInOrder() {
    assertThat(caller.run("config", "check", SAMPLE.toString())).as(caller.err()).isZero();
    assertThat(caller.out()).isEqualTo("OK\n");
  }

  @Test
  void shouldFindTheSampleInOrderWhenAllOfItIsSwitchedOn() throws IOException {
    String sample = Files.readString(SAMPLE).replaceAll("(?m)^# ?(?=[ ]*[a-z-]+:|[ ]*- )", "");
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.createDirectory(folder.resolve("plugins"));
    assertThat(caller.run("certs", folder.resolve("certs").toString())).isZero();
    Path file = Files.writeString(conf.resolve("bbq.yaml"), sample);

    TestIo check = new TestIo(Map.of());
    assertThat(check.run("config", "check", file.toString())).as(check.err()).isZero();
    assertThat(sample).contains("\nlisten: ", "\ntopology:\n", "\nlimits:\n");
    TestIo print = new TestIo(Map.of());
    assertThat(print.run("config", "print", file.toString())).isZero();
    assertThat(print.out().lines().filter(line -> line.contains(file.toString())))
        .hasSizeGreaterThan(12);
  }

  @Test
  void shouldPrintAllErrorsAndNotOk() throws IOException {
    Path file = write("listn: x\nstore: memory\ndrain-timeout: soon\n");

    assertThat(caller.run("config", "check", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(caller.out()).isEmpty();
    assertThat(caller.err().lines())
        .containsExactly(
            file + ":1: unknown key: key=listn; did you mean 'listen'?",
            file
                + ":3: value not allowed: drain-timeout=soon, allowed=a duration as in 500ms, 10s,"
                + " 2m or 1h, 0s or more");
  }

  @Test
  void shouldLookAtCertificatesAndPlugins() throws IOException {
    Path file = write("transport: quick\ncerts: none\nstore: disk\n");

    assertThat(caller.run("config", "check", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(caller.err().lines())
        .containsExactly(
            file + ":1: unknown transport: name=quick, available=[netty-quic]",
            file
                + ":2: certificate not readable: file=%s, reason=no such file; 'bbq certs DIR'"
                    .formatted(folder.resolve("none/server.pem"))
                + " makes a folder of certificates and keys",
            file + ":3: unknown store: name=disk, available=[memory]");
  }

  @Test
  void shouldPrintWhereEachValueComesFrom() throws IOException {
    Path file = write("drain-timeout: 3s\n");
    TestIo print = new TestIo(Map.of("BBQ_LIMITS_MAX_QUEUES", "5"));

    assertThat(print.run("config", "print", file.toString())).isZero();
    assertThat(print.out().lines())
        .contains(
            "listen: 127.0.0.1:6789  # default",
            "# plugins: not set",
            "drain-timeout: 3s  # " + file + ":1",
            "limits.max-queues: 5  # BBQ_LIMITS_MAX_QUEUES");
  }

  @Test
  void shouldTellAllErrorsBeforeServing() throws IOException {
    Path file = write("listn: x\n");

    assertThat(caller.run("serve", "--config", file.toString(), "--log-level", "loud"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(caller.err().lines())
        .containsExactly(
            file + ":1: unknown key: key=listn; did you mean 'listen'?",
            "--log-level: value not allowed: log.level=loud, allowed=error, warn, info, debug or"
                + " trace",
            "bbq serve: configuration not usable: errors=2; docs/configuration.md lists all keys");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("bbq.yaml"), text);
  }
}
