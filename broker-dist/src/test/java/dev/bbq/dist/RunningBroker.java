// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code bbq serve}, on a free port, ended with the test. */
final class RunningBroker implements AutoCloseable {

  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final Pattern LISTENS = Pattern.compile("BBQ_SERVER=(\\S+) BBQ_CERTS=(.+)");

  private final Process process;
  private final Path errors;
  private final Map<String, String> environment;

  private RunningBroker(Process process, Path errors, Map<String, String> environment) {
    this.process = process;
    this.errors = errors;
    this.environment = environment;
  }

  /** Starts one for development, and returns it when it listens. */
  static RunningBroker start(Path bbq, Path directory) throws IOException, InterruptedException {
    Path out = Files.createDirectories(directory).resolve("serve.out");
    Path errors = directory.resolve("serve.err");
    List<String> command =
        List.of(bbq.toString(), "serve", "--dev", "--listen", "127.0.0.1:0", "--data", "data");
    Process process = Installation.start(directory, Map.of(), out, errors, command);
    long end = System.nanoTime() + AT_MOST.toNanos();
    Matcher listens = LISTENS.matcher("");
    while (!listens.find()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new AssertionError("does not listen: errors=" + Files.readString(errors));
      }
      process.waitFor(20, TimeUnit.MILLISECONDS); // a look at the output now and then
      listens = LISTENS.matcher(Files.readString(out));
    }
    String certs = listens.group(2).replace("'", "");
    return new RunningBroker(
        process, errors, Map.of("BBQ_SERVER", listens.group(1), "BBQ_CERTS", certs));
  }

  /** Returns what its clients need to know. */
  Map<String, String> environment() {
    return environment;
  }

  /** Tells it to end, as an init system does, and returns its exit code. */
  int end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("does not end");
    }
    return process.exitValue();
  }

  String errors() throws IOException {
    return Files.readString(errors);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
