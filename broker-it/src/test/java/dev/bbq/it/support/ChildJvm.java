// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM that this test has started, and that ends with it, whatever happens. */
public final class ChildJvm extends Awaiting implements AutoCloseable {

  /** JVMs start slowly on a busy machine. */
  private static final Duration LONGEST_START = Duration.ofSeconds(60);

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** The same as the tests' own JVM; an older one does not know the last option. */
  private static final List<String> OPTIONS =
      List.of(
          "-Xshare:auto",
          "-XX:TieredStopAtLevel=1",
          "-Xmx256m",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--sun-misc-unsafe-memory-access=allow");

  private final Process process;
  private final BufferedWriter input;
  private final List<String> lines = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private boolean ended;

  private ChildJvm(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(OPTIONS);
    command.addAll(arguments);
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input = process.outputWriter(StandardCharsets.UTF_8);
    read("output", process.inputReader(StandardCharsets.UTF_8), lines, () -> ended = true);
    read("errors", process.errorReader(StandardCharsets.UTF_8), errors, () -> {});
  }

  private void read(String what, BufferedReader from, List<String> into, Runnable atEnd) {
    Thread.ofPlatform()
        .daemon()
        .name("bbq-it-child-" + what)
        .start(
            () -> {
              try (from) {
                from.lines().forEach(line -> change(() -> into.add(line)));
              } catch (IOException | UncheckedIOException e) {
                change(() -> errors.add(what + " lost: " + e));
              }
              change(atEnd);
            });
  }

  /** Starts a class of the class path that the tests have. */
  public static ChildJvm onClassPath(String mainClass, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
    all.addAll(Arrays.asList(arguments));
    return new ChildJvm(all);
  }

  /** Starts a JVM with options and arguments of all kinds. */
  public static ChildJvm with(List<String> arguments) {
    return new ChildJvm(arguments);
  }

  /** Waits for a line that holds a pattern, and returns the match. */
  public Matcher awaitLine(String regex) {
    return awaitLine(regex, LONGEST_START);
  }

  /** Waits for a line that holds a pattern, and returns the match. */
  public Matcher awaitLine(String regex, Duration longest) {
    Pattern pattern = Pattern.compile(regex);
    await(
        "line " + regex,
        longest,
        () -> ended || lines.stream().anyMatch(line -> pattern.matcher(line).find()));
    return read(
        () ->
            lines.stream()
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst()
                .orElseThrow(() -> new AssertionError("never printed: " + regex + this)));
  }

  /** Writes a line to its standard input. */
  public void send(String line) {
    try {
      input.write(line);
      input.newLine();
      input.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("not sent: line=%s, to=%s".formatted(line, this), e);
    }
  }

  /** Waits for so many lines. */
  public void awaitLines(int count) {
    await(count + " lines", LONGEST_START, () -> ended || lines.size() >= count);
  }

  /** Returns all lines of its standard output so far. */
  public List<String> lines() {
    return read(() -> List.copyOf(lines));
  }

  /** Returns all lines of its standard output once it has ended. */
  public List<String> allLines() {
    await("end of the output", LONGEST_START, () -> ended);
    return lines();
  }

  /** Returns all lines of its standard error so far. */
  public List<String> errors() {
    return read(() -> List.copyOf(errors));
  }

  /** Waits for its end and returns its exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still running: " + this);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ends it without a chance to say a word: SIGKILL. */
  public void kill() {
    // By its handle: Process.destroyForcibly closes the output too, with lines in it not yet read.
    process.toHandle().destroyForcibly();
    awaitExit();
  }

  /** Makes it stand still: SIGSTOP. */
  public void suspend() {
    try {
      Process kill =
          new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid())).inheritIO().start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("not stopped: " + this);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  @Override
  public String toString() {
    return "ChildJvm[pid=%d, ended=%s, lines=%d, lastLine=%s, errors=%s]"
        .formatted(
            process.pid(),
            ended,
            lines.size(),
            lines.isEmpty() ? "" : lines.get(lines.size() - 1),
            errors);
  }
}
