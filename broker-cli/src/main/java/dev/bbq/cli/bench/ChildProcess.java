// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The parent's end of a {@link Child}. */
final class ChildProcess implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration WORK = Duration.ofMinutes(10);
  private static final Duration END = Duration.ofSeconds(5);

  private final ChildSettings.Kind kind;
  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final int port;
  private volatile Optional<LiveRate.Mark> mark = Optional.empty();

  private ChildProcess(ChildSettings.Kind kind, Process process) throws InterruptedException {
    this.kind = kind;
    this.process = process;
    Thread.ofPlatform()
        .name("bbq-bench-" + kind.name().toLowerCase(Locale.ROOT))
        .daemon()
        .start(this::readLines);
    this.port = Integer.parseInt(await(Child.READY, START));
  }

  /**
   * Starts a child; returns when it is ready.
   *
   * @param command the command line of a child, without its settings
   */
  static ChildProcess start(List<String> command, ChildSettings settings)
      throws IOException, InterruptedException {
    List<String> full = new ArrayList<>(command);
    full.addAll(settings.encode());
    Process process =
        new ProcessBuilder(full).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      return new ChildProcess(settings.kind(), process);
    } catch (BenchException | InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** Returns the port the child listens on, or 0 when it doesn't. */
  int port() {
    return port;
  }

  /** Returns what it is for. */
  ChildSettings.Kind kind() {
    return kind;
  }

  /** Returns how far it is; empty while it has no work. Any thread. */
  Optional<LiveRate.Mark> mark() {
    return mark;
  }

  /** Gives the child some work. */
  void begin(Task task) throws IOException {
    OutputStream stdin = process.getOutputStream();
    stdin.write((task.encode() + "\n").getBytes(StandardCharsets.UTF_8));
    stdin.flush();
  }

  /** Waits for the outcome of the work begun. */
  Outcome finish() throws InterruptedException {
    try {
      return Outcome.decode(await(Child.DONE, WORK));
    } finally {
      mark = Optional.empty();
    }
  }

  /** Does both. */
  Outcome perform(Task task) throws IOException, InterruptedException {
    begin(task);
    return finish();
  }

  /** Ends the child, by force if it doesn't end by itself. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // the child's sign to end
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String await(String prefix, Duration patience) throws InterruptedException {
    String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw failed("no answer in " + patience);
    }
    if (!line.startsWith(prefix)) {
      throw failed(
          line.startsWith(Child.FAILED) ? line.substring(Child.FAILED.length()) : "said: " + line);
    }
    return line.substring(prefix.length());
  }

  private BenchException failed(String reason) {
    return new BenchException("child process failed: kind=%s, reason=%s".formatted(kind, reason));
  }

  private void take(String line) {
    if (line.startsWith(Child.AT)) {
      String[] parts = line.substring(Child.AT.length()).split(" ", -1);
      mark = Optional.of(new LiveRate.Mark(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
    } else {
      lines.add(line);
    }
  }

  private void readLines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      @Nullable String line = reader.readLine();
      while (line != null) {
        take(line);
        line = reader.readLine();
      }
      lines.add(Child.FAILED + "it has ended");
    } catch (IOException e) {
      lines.add(Child.FAILED + e.getMessage());
    }
  }
}
