// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the {@code bbq} command from modules alone, broker and client each in a JVM of its own. */
final class ModulePathTest {

  private static final long AT_MOST_S = 60;
  private static final String LISTENING = "export BBQ_SERVER=";
  private static final ModulePath MODULES = ModulePath.ofCommand();

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : started) {
      process.destroyForcibly();
      assertThat(process.waitFor(AT_MOST_S, SECONDS)).as("ended").isTrue();
    }
  }

  @Test
  void shouldResolveTheProductAndWhatItNeedsAndNoMore() {
    assertThat(MODULES.names())
        .containsAll(ProductModule.ofCommand().map(ProductModule::name).toList())
        .noneMatch(name -> name.contains("junit") || name.contains("archunit"));
  }

  @Test
  void shouldServeAClientAndEndInOrderWhenTold() throws Exception {
    Path brokerErrors = folder.resolve("broker.txt");
    Process broker =
        start(
            brokerErrors,
            List.of("serve", "--dev", "--listen", "127.0.0.1:0", "--data", folder.toString()));
    String server = serverOf(broker, brokerErrors);

    Path clientErrors = folder.resolve("client.txt");
    Process client =
        start(
            clientErrors,
            List.of(
                "declare", "queue", "orders", "--server", server, "--certs", folder + "/certs"));
    assertThat(exitCode(client)).as(() -> text(clientErrors)).isZero();

    broker.destroy();

    assertThat(exitCode(broker)).as(() -> text(brokerErrors)).isZero();
    assertThat(text(brokerErrors))
        .contains("transport=netty-quic, store=memory")
        .doesNotContain("WARNING");
    assertThat(text(clientErrors)).doesNotContain("WARNING");
  }

  private Process start(Path errors, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--module-path", MODULES.text()));
    command.addAll(List.of("--add-modules", String.join(",", MODULES.natives())));
    command.add("--enable-native-access=io.netty.common");
    // The option is newer than the oldest JVM that will do.
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of("--module", "dev.bbq.cli/dev.bbq.cli.Main"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    started.add(process);
    return process;
  }

  /** Waits until a broker says where it listens. */
  private static String serverOf(Process broker, Path errors) throws Exception {
    CompletableFuture<Optional<String>> line =
        CompletableFuture.supplyAsync(
            () ->
                broker
                    .inputReader(StandardCharsets.UTF_8)
                    .lines()
                    .filter(one -> one.startsWith(LISTENING))
                    .findFirst());
    try {
      return line.get(AT_MOST_S, SECONDS)
          .map(found -> found.substring(LISTENING.length()).split(" ", 2)[0])
          .orElseThrow(() -> new AssertionError("never listened: errors=" + text(errors)));
    } catch (TimeoutException late) {
      throw new AssertionError("does not listen: errors=" + text(errors), late);
    }
  }

  private static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(AT_MOST_S, SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "unreadable: " + e;
    }
  }
}
