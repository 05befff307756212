// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.it.support.TestCertificates;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two brokers and the clients of two transports, each in a process of its own, for as long as who
 * extends this says. What each takes is written to {@code target/mixed-traffic.csv} as it is
 * measured. A failure names its seed; {@code -Dbbq.seed=…} uses that one.
 */
abstract class MixedTraffic {

  private static final List<String> TRANSPORTS = List.of("netty-quic", "kwik");
  private static final int MEASUREMENTS = 60;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final double MOST_GROWTH = 0.05;

  private final long seed = Long.getLong("bbq.seed", new Random().nextLong());
  private final Duration duration;
  private final List<MeasuredJvm> brokers = new ArrayList<>();
  private final List<MeasuredJvm> clients = new ArrayList<>();

  MixedTraffic(Duration duration) {
    this.duration = duration;
  }

  /** Tells how much something may grow beyond what is allowed of all. */
  abstract double slack(Growth growth);

  @AfterEach
  void end() {
    all().forEach(MeasuredJvm::close);
  }

  @Test
  void shouldLoseNothingAndNotGrow() throws Exception {
    start();

    measure();
    stop();

    String report = report();
    System.out.println(report);
    List<String> faults = all().flatMap(jvm -> jvm.lines(ClientsProcess.FAULT).stream()).toList();
    assertThat(faults).as("seed=%d%n%s", seed, report).isEmpty();
    assertThat(all().flatMap(MeasuredJvm::growth))
        .as(report)
        .allMatch(growth -> growth.last() - growth.middle() <= allowed(growth));
  }

  private double allowed(Growth growth) {
    return MOST_GROWTH * growth.middle() + slack(growth);
  }

  private Stream<MeasuredJvm> all() {
    return Stream.concat(brokers.stream(), clients.stream());
  }

  private void start() {
    List<Object> addresses = new ArrayList<>();
    for (String transport : TRANSPORTS) {
      MeasuredJvm broker =
          MeasuredJvm.start(
              "broker on " + transport, BrokerProcess.class, transport, TestCertificates.folder());
      brokers.add(broker);
      addresses.add(transport);
      addresses.add(broker.await(BrokerProcess.LISTENING));
    }
    Random random = new Random(seed);
    for (String transport : TRANSPORTS) {
      List<Object> arguments = new ArrayList<>();
      arguments.add(transport);
      arguments.add(TestCertificates.folder());
      arguments.add(duration.toSeconds());
      arguments.add(random.nextLong());
      arguments.addAll(addresses);
      clients.add(
          MeasuredJvm.start("clients on " + transport, ClientsProcess.class, arguments.toArray()));
    }
    clients.forEach(jvm -> jvm.await(ClientsProcess.READY));
  }

  private void measure() throws IOException, InterruptedException {
    Duration usual = duration.dividedBy(MEASUREMENTS);
    Duration pause = usual.compareTo(LONGEST_PAUSE) < 0 ? usual : LONGEST_PAUSE;
    long beginNs = System.nanoTime();
    long endNs = beginNs + duration.toNanos();
    try (BufferedWriter csv = Files.newBufferedWriter(Path.of("target", "mixed-traffic.csv"))) {
      for (long nextNs = beginNs; nextNs < endNs; nextNs += pause.toNanos()) {
        Thread.sleep(Math.max(0, (nextNs - System.nanoTime()) / 1_000_000));
        for (MeasuredJvm jvm : all().toList()) {
          jvm.measure();
          long seconds = Duration.ofNanos(System.nanoTime() - beginNs).toSeconds();
          csv.write("%d, %s, %s%n".formatted(seconds, jvm, jvm.last()));
        }
        csv.flush();
      }
    }
  }

  private void stop() {
    clients.forEach(MeasuredJvm::stop);
    clients.forEach(MeasuredJvm::awaitStop);
    brokers.forEach(MeasuredJvm::stop);
    brokers.forEach(MeasuredJvm::awaitStop);
  }

  private String report() {
    StringBuilder text = new StringBuilder();
    text.append("mixed traffic for %s, seed=%d%n".formatted(duration, seed));
    clients.forEach(
        jvm -> jvm.lines(ClientsProcess.REPORT).forEach(line -> text.append(line).append('\n')));
    text.append("| process | what | middle third | last third | growth |\n|---|---|---|---|---|\n");
    all()
        .flatMap(MeasuredJvm::growth)
        .forEach(
            growth ->
                text.append(
                    "| %s | %s | %.1f | %.1f | %+.1f %% |%n"
                        .formatted(
                            growth.process(),
                            growth.what(),
                            growth.middle(),
                            growth.last(),
                            100 * growth.ratio())));
    all().flatMap(jvm -> jvm.errors().stream()).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }
}
