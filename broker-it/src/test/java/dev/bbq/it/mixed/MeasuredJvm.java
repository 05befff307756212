// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import dev.bbq.it.support.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** One process of a run, and what it took from time to time. */
final class MeasuredJvm implements AutoCloseable {

  private static final int MOST_ERRORS = 100;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final String name;
  private final ChildJvm jvm;
  private final List<Usage> usages = new ArrayList<>();

  private MeasuredJvm(String name, ChildJvm jvm) {
    this.name = name;
    this.jvm = jvm;
  }

  /** Starts a class; its last line at the start has to match. */
  static MeasuredJvm start(String name, Class<?> main, Object... arguments) {
    List<String> command = new ArrayList<>(Usage.OPTIONS);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.util.logging.config.file="
                + System.getProperty("java.util.logging.config.file"),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    return new MeasuredJvm(name, ChildJvm.with(command));
  }

  /** Waits for a line that begins so, and returns the rest of it. */
  String await(String beginning) {
    return jvm.awaitLine("^" + beginning + "(.*)$", LONGEST_WAIT).group(1);
  }

  /** Measures it. */
  void measure() {
    String question = Console.MEASURE + usages.size();
    jvm.send(question);
    usages.add(Usage.of(await(question + " ")));
  }

  /** Asks it to end; {@link #awaitStop} comes next. */
  void stop() {
    jvm.send(Console.STOP);
  }

  /** Waits until it has done all that it has to do at its end. */
  void awaitStop() {
    await(Console.STOPPED);
  }

  /** Returns the rest of all lines that begin so, each with the name of the process. */
  List<String> lines(String beginning) {
    return jvm.lines().stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> "%s: %s".formatted(name, line.substring(beginning.length())))
        .toList();
  }

  /** Returns the first lines that it has written to standard error, each with its name. */
  List<String> errors() {
    return jvm.errors().stream()
        .limit(MOST_ERRORS)
        .map(line -> "%s: %s".formatted(name, line))
        .toList();
  }

  /** Returns the last measurement. */
  Usage last() {
    return usages.get(usages.size() - 1);
  }

  /** Returns how the last third of the run compares with the middle one. */
  Stream<Growth> growth() {
    Map<String, ToLongFunction<Usage>> kinds =
        Map.of(
            Growth.HEAP,
            usage -> usage.heapBytes() >> 10,
            "threads",
            Usage::threads,
            "virtual threads",
            Usage::virtualThreads,
            "descriptors",
            Usage::descriptors);
    return kinds.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            kind ->
                Growth.of(
                    name, kind.getKey(), usages.stream().mapToLong(kind.getValue()).toArray()));
  }

  @Override
  public void close() {
    jvm.close();
  }

  @Override
  public String toString() {
    return name;
  }
}
