// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

  /** Starts one for development on a free port, and returns it when it listens. */
  static RunningBroker start(Path bbq, Path directory, String... options)
      throws IOException, InterruptedException {
    return start(bbq, directory, "127.0.0.1:0", options);
  }

  /** Starts one like this where this one was, which has ended. */
  RunningBroker startAgain(Path bbq, Path directory, String... options)
      throws IOException, InterruptedException {
    return start(bbq, directory, environment.get("BBQ_SERVER"), options);
  }

  private static RunningBroker start(Path bbq, Path directory, String listen, String... options)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(Files.createDirectories(directory), "serve", ".out");
    Path errors = Files.createTempFile(directory, "serve", ".err");
    List<String> command = new ArrayList<>(List.of(bbq.toString(), "serve", "--dev"));
    command.addAll(List.of("--listen", listen, "--data", "data"));
    command.addAll(List.of(options));
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

  /** Something that comes to hold. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Waits for something while it runs. */
  void await(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + AT_MOST.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError("never came: %s, errors=%s".formatted(what, errors()));
      }
      Thread.sleep(20);
    }
  }

  /** Sends it a signal, by name as in HUP. */
  void signal(String name) throws IOException, InterruptedException {
    Installation.Result sent =
        Installation.run(
            Path.of("").toAbsolutePath(), Map.of(), "kill", "-" + name, "" + process.pid());
    if (sent.code() != 0) {
      throw new AssertionError("signal not sent: " + sent);
    }
  }

  /** Ends it without a chance to say a word: SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Tells it to end, as an init system does, and returns its exit code. */
  int end() throws InterruptedException {
    process.destroy();
    return awaitEnd();
  }

  /** Returns its exit code once it has ended. */
  int awaitEnd() throws InterruptedException {
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
