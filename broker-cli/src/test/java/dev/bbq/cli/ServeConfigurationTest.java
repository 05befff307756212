// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.cli.config.Problems;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeConfigurationTest {

  @TempDir private Path home;

  private final Map<String, String> env = new HashMap<>();
  private final Problems problems = new Problems();

  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(home.resolve("conf"));
    env.put("BBQ_HOME", home.toString());
  }

  @Test
  void shouldTakeTheFileOfTheCommandLineBeforeThatOfTheEnvironmentBeforeThatOfTheInstallation()
      throws IOException {
    Path installed = write("conf/bbq.yaml", "store: installed");
    Path ofEnvironment = write("env.yaml", "store: environment");
    Path given = write("given.yaml", "store: given");

    assertThat(read().file()).contains(installed);
    env.put("BBQ_CONFIG", ofEnvironment.toString());
    assertThat(read().file()).contains(ofEnvironment);
    assertThat(read(Optional.of(given), Map.of()).file()).contains(given);
  }

  @Test
  void shouldDoWithoutAFileOfTheInstallation() {
    assertThat(read().file()).isEmpty();
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void shouldNotDoWithoutAFileThatTheEnvironmentNames() {
    env.put("BBQ_CONFIG", home.resolve("none.yaml").toString());

    read();

    assertThat(problems.all())
        .containsExactly(home.resolve("none.yaml") + ": no such file; give another with --config");
  }

  @Test
  void shouldTakeThePluginsOfTheInstallationWhenThereAreAny() throws IOException {
    assertThat(read().plugins()).isEmpty();
    Path plugins = Files.createDirectory(home.resolve("plugins"));
    assertThat(read().plugins()).contains(plugins);
    env.put("BBQ_PLUGINS", "elsewhere");
    assertThat(read().plugins()).contains(Path.of("elsewhere"));
  }

  @Test
  void shouldNameTheLineOfWhatCanNotBeDeclared() throws IOException {
    assertThat(new TestIo(Map.of()).run("certs", home.toString())).isZero();
    Path file =
        write(
            "bbq.yaml",
            """
            limits:
              max-queues: 1
            topology:
              queues:
                - first
                - second
            """);
    ServeConfiguration configuration = read(Optional.of(file), Map.of());
    assertThat(problems.all()).isEmpty();
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    assertThatThrownBy(() -> ServeCommand.start(configuration, address, TlsFiles.in(home)))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            file
                + ":6: can't declare at start: queue=second, reason=too many queues: limit=1;"
                + " change this entry, what is there, or the limit");
  }

  @Test
  void shouldTakeCertificatesFromAFolder() {
    env.put("BBQ_CERTS", "certs");

    assertThat(read().tls())
        .contains(
            new TlsFiles(
                Path.of("certs/server.pem"),
                Path.of("certs/server.key.pem"),
                Path.of("certs/ca.pem")));
  }

  @Test
  void shouldTakeCertificatesFromThreeFiles() throws IOException {
    write("conf/bbq.yaml", "tls: {cert: a.pem, key: b.pem, ca: /c.pem}");

    assertThat(read().tls())
        .contains(
            new TlsFiles(
                home.resolve("conf/a.pem"), home.resolve("conf/b.pem"), Path.of("/c.pem")));
  }

  @Test
  void shouldTakeTheFolderOrTheFilesThatAreGivenCloserToTheCommandLine() throws IOException {
    write("conf/bbq.yaml", "tls: {cert: a.pem, key: b.pem, ca: c.pem}");

    assertThat(read(Optional.empty(), Map.of("certs", "folder")).tls())
        .contains(TlsFiles.in(Path.of("folder")));
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void shouldRefuseAFolderBesideFiles() throws IOException {
    Path file = write("conf/bbq.yaml", "certs: x\ntls: {cert: a.pem, key: b.pem, ca: c.pem}");

    read();

    assertThat(problems.all())
        .containsExactly(file + ":1: certs and tls.cert exclude each other; remove one");
  }

  @Test
  void shouldAskForAllThreeFiles() throws IOException {
    Path file = write("conf/bbq.yaml", "tls: {cert: a.pem, key: b.pem}");

    read();

    assertThat(problems.all())
        .containsExactly(
            file
                + ":1: tls.cert is given without tls.ca; give tls.cert, tls.key and tls.ca, or"
                + " certs instead");
  }

  @Test
  void shouldSayWhichLimitsDoNotFitTogether() throws IOException {
    Path file = write("conf/bbq.yaml", "limits:\n  connection-window: 1MiB\n");

    read();

    assertThat(problems.all())
        .containsExactly(
            file
                + ":2: value not allowed: limits.connection-window=1MiB, allowed=not below"
                + " limits.stream-window, which is 2MiB");
  }

  private ServeConfiguration read() {
    return read(Optional.empty(), Map.of());
  }

  private ServeConfiguration read(Optional<Path> file, Map<String, String> flags) {
    return ServeConfiguration.read(file, flags, env, problems);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(home.resolve(name), text + "\n");
  }
}
