// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A broker's process, and those it needs.
 *
 * @param process the broker
 * @param helpers end after it
 * @param port where it listens
 * @param certificates what its clients need, when it speaks TLS
 * @param startedMillis when its process was started, since the epoch
 */
public record Server(
    Process process,
    List<Process> helpers,
    int port,
    Optional<Path> certificates,
    long startedMillis)
    implements AutoCloseable {

  private static final Duration END = Duration.ofSeconds(20);

  /** Starts a broker. */
  static Server start(
      Path folder,
      Map<String, String> environment,
      List<String> command,
      int port,
      @Nullable Path certificates,
      Process... helpers)
      throws IOException {
    long startedMillis = System.currentTimeMillis();
    return new Server(
        launch(folder, environment, command),
        List.of(helpers),
        port,
        Optional.ofNullable(certificates),
        startedMillis);
  }

  /** Starts a process whose output goes to a file. */
  static Process launch(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Returns the last lines of its output, for when it has failed. */
  public static String log(Path folder) throws IOException {
    Path file = folder.resolve("log");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return String.join(
        System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** Ends it: first by asking, then by force. */
  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    end(process);
    for (Process helper : helpers) {
      end(helper);
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static void end(Process process) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(END.toNanos(), TimeUnit.NANOSECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
