// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One run: {@code bbq serve} with a configuration file, {@code bbq publish} of a number a line, and
 * {@code bbq consume}. The broker ends in mid-run and starts again on the same port.
 */
final class RestartRun {

  /** How the broker ends. */
  interface Ending {
    void end(RestartRun run, RunningBroker broker) throws Exception;
  }

  /** A message at the consumer. */
  record Arrival(int number, boolean redelivered, boolean resent) {

    boolean marked() {
      return redelivered || resent;
    }
  }

  /**
   * What came of a run.
   *
   * @param exitCode of the publisher
   * @param counts what the publisher has counted, as JSON
   * @param unknown the numbers that the publisher could not tell of, in order
   * @param arrivals what the consumer has written, in order
   */
  record Outcome(int exitCode, String counts, List<Integer> unknown, List<Arrival> arrivals) {

    int count(String name) {
      Matcher found = Pattern.compile("\"%s\":(\\d+)".formatted(name)).matcher(counts);
      assertThat(found.find()).as(counts).isTrue();
      return Integer.parseInt(found.group(1));
    }

    /** Returns what is worth keeping of a long run. */
    String figures() {
      long distinct = arrivals.stream().mapToInt(Arrival::number).distinct().count();
      return "publisher=%s, arrived=%d, distinct=%d, redelivered=%d, resent=%d"
          .formatted(
              counts.strip(),
              arrivals.size(),
              distinct,
              arrivals.stream().filter(Arrival::redelivered).count(),
              arrivals.stream().filter(Arrival::resent).count());
    }

    List<Integer> numbers() {
      return arrivals.stream().map(Arrival::number).toList();
    }
  }

  private static final String CONFIGURATION =
      """
      drain-timeout: 2m
      topology:
        exchanges:
          - name: numbers
            type: topic
        queues:
          - all
        bindings:
          - {queue: all, exchange: numbers, key: "#"}
      """;

  private static final Pattern ARRIVAL =
      Pattern.compile("\"redeliveries\":(\\d+),\"resent\":(\\w+),.*\"body\":\"(\\d+)\"");
  private static final Duration AT_MOST = Duration.ofMinutes(5);

  /** The publisher must not be done before the broker is restarted. */
  private static final int SHORTEST_RUN_S = 6;

  /** How many messages a second a busy machine of two processors moves from end to end. */
  private static final int MODEST_RATE = 30_000;

  private final Installation installation;
  private final Path folder;
  private final int count;
  private final List<String> publishOptions;

  RestartRun(Installation installation, Path folder, int count, List<String> publishOptions) {
    this.installation = installation;
    this.folder = folder;
    this.count = count;
    this.publishOptions = publishOptions;
  }

  /** Ends a broker as an init system does; it has to drain. */
  void drain(RunningBroker broker) throws Exception {
    assertThat(broker.end()).as("%s", broker.errors()).isZero();
  }

  /** Ends a broker without a word. */
  void kill(RunningBroker broker) throws Exception {
    broker.kill();
  }

  /** Does it all. */
  Outcome restart(Ending ending) throws Exception {
    Files.writeString(folder.resolve("bbq.yaml"), CONFIGURATION);
    Files.writeString(
        folder.resolve("numbers"),
        IntStream.rangeClosed(1, count).mapToObj(n -> n + "\n").collect(Collectors.joining()));
    RunningBroker broker = RunningBroker.start(installation.bbq(), folder, "--config", "bbq.yaml");
    Map<String, String> environment = broker.environment();
    Process consumer = null;
    Process publisher = null;
    try {
      consumer = start(environment, "consume", "consume", "all", "--json");
      publisher = start(environment, "publish", publish());
      awaitMidRun(publisher);
      ending.end(this, broker);
      broker = broker.startAgain(installation.bbq(), folder, "--config", "bbq.yaml");
      assertThat(publisher.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
      awaitEmptyQueue(environment);
      consumer.destroy();
      assertThat(consumer.waitFor(AT_MOST.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(broker.end()).as("%s", broker.errors()).isZero();
      assertTellsOfTheRestart("publish");
      assertTellsOfTheRestart("consume");
      Outcome outcome = outcome(publisher.exitValue());
      System.out.println("restart under load: " + outcome.figures());
      return outcome;
    } finally {
      broker.close();
      for (Process process : new Process[] {consumer, publisher}) {
        if (process != null) {
          process.destroyForcibly();
        }
      }
    }
  }

  private String[] publish() {
    List<String> words = new ArrayList<>(List.of("publish", "numbers", "n", "--lines", "--json"));
    words.addAll(List.of("--file", "numbers", "--failed", "failed"));
    words.addAll(List.of("--rate", "" + Math.min(MODEST_RATE, count / SHORTEST_RUN_S)));
    words.addAll(publishOptions);
    return words.toArray(String[]::new);
  }

  private Process start(Map<String, String> environment, String name, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(installation.bbq().toString()));
    command.addAll(List.of(words));
    return Installation.start(
        folder, environment, folder.resolve(name + ".out"), folder.resolve(name + ".err"), command);
  }

  private void awaitMidRun(Process publisher) throws Exception {
    long someBytes = 15L * count; // of JSON: a tenth of the messages
    Path written = folder.resolve("consume.out");
    await("messages at the consumer", () -> written.toFile().length() > someBytes);
    assertThat(publisher.isAlive()).as(errors("publish")).isTrue();
  }

  private void awaitEmptyQueue(Map<String, String> environment) throws Exception {
    long end = System.nanoTime() + AT_MOST.toNanos();
    String queues = "";
    while (!queues.contains("\"ready\":0,\"delayed\":0,\"unacked\":0")) {
      assertThat(System.nanoTime()).as("time for %s", queues).isLessThan(end);
      queues =
          Installation.run(
                  folder, environment, installation.bbq().toString(), "list", "queues", "--json")
              .out();
    }
  }

  private static void await(String what, BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + AT_MOST.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time for %s", what).isLessThan(end);
      Thread.sleep(10);
    }
  }

  private void assertTellsOfTheRestart(String name) throws IOException {
    String errors = errors(name);
    assertThat(errors.lines().filter(line -> line.startsWith("connection lost, ")))
        .as(errors)
        .hasSize(1);
    assertThat(errors.lines().filter(line -> line.startsWith("connected again: ")))
        .as(errors)
        .hasSize(1);
    assertThat(errors).doesNotContain("level=");
  }

  private String errors(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".err"));
  }

  private Outcome outcome(int exitCode) throws IOException {
    List<Integer> unknown =
        Files.readAllLines(folder.resolve("failed")).stream()
            .map(line -> line.split("\t", -1))
            .peek(cells -> assertThat(cells[1]).isEqualTo("unknown"))
            .map(cells -> Integer.valueOf(cells[0]))
            .toList();
    List<Arrival> arrivals = new ArrayList<>();
    try (var lines = Files.lines(folder.resolve("consume.out"))) {
      lines.map(ARRIVAL::matcher).forEach(line -> arrivals.add(arrival(line)));
    }
    return new Outcome(
        exitCode, Files.readString(folder.resolve("publish.out")), unknown, arrivals);
  }

  private static Arrival arrival(Matcher line) {
    assertThat(line.find()).isTrue();
    return new Arrival(
        Integer.parseInt(line.group(3)), !line.group(1).equals("0"), line.group(2).equals("true"));
  }
}
