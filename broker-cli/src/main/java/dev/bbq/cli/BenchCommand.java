// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqException;
import dev.bbq.cli.bench.Bench;
import dev.bbq.cli.bench.BenchException;
import dev.bbq.cli.bench.BenchReport;
import dev.bbq.cli.bench.BenchSettings;
import dev.bbq.cli.bench.Phase;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bbq bench}. */
@Command(
    name = "bench",
    header = "Measure a broker of its own on this machine: throughput and latency.",
    description = {
      "",
      "Starts broker, publishers and consumers as processes of their own, on the loopback"
          + " interface and with the flags of this JVM, and ends them. Each measurement follows a"
          + " warm-up of half its messages. The broker's counts are checked against the confirms.",
      "",
      "Throughput is from the first message sent to the last one confirmed or consumed. Latency is"
          + " taken at a steady rate, from when a message was due."
    })
final class BenchCommand implements Callable<Integer> {

  private final Io io;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "150",
      description = "Length of a message's body; default ${DEFAULT-VALUE}.")
  private int size;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "Messages to measure; a twentieth with a stream each; default ${DEFAULT-VALUE}.")
  private long count;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "8192",
      description =
          "Messages on the way from a publisher and to a consumer; default ${DEFAULT-VALUE}.")
  private int window;

  @Option(
      names = "--producers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Publishers, each with its own connection; default ${DEFAULT-VALUE}.")
  private int producers;

  @Option(
      names = "--consumers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Consumers, each with its own connection; default ${DEFAULT-VALUE}.")
  private int consumers;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Messages a second where latency is taken; default ${DEFAULT-VALUE}.")
  private int rate;

  @Option(names = "--publish-only", description = "Leave out all with consumers.")
  private boolean publishOnly;

  @Option(names = "--stream-per-message", description = "Measure only a stream for each message.")
  private boolean streamPerMessage;

  @Option(
      names = "--raw",
      description = "Measure the bare transport in the same way, with as many bytes a message.")
  private boolean raw;

  @Option(
      names = "--compare",
      description = "Measure the bare transport beside the broker, and print the ratios.")
  private boolean compare;

  @Option(names = "--json", description = "Print one line of JSON instead of a table.")
  private boolean json;

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "The QUIC stack to use; else BBQ_TRANSPORT, else the only one there is.")
  private Optional<String> transport = Optional.empty();

  BenchCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    BenchSettings settings =
        new BenchSettings(phases(), count, size, window, producers, consumers, rate, transport);
    Bench bench = new Bench(settings, ThisJvm.command(BenchChildCommand.NAME), io.err()::println);
    Signals signals = Signals.handle(Thread.currentThread()::interrupt);
    try {
      BenchReport report = bench.run();
      io.printData(json ? report.json() : report.table().stripTrailing());
      return ExitCode.OK;
    } catch (InterruptedException | BbqException | BenchException e) {
      if (signals.received()) {
        return signals.exitCode();
      }
      throw e;
    }
  }

  private List<Phase> phases() {
    return Arrays.stream(Phase.values())
        .filter(phase -> compare || phase.raw() == raw)
        .filter(phase -> !publishOnly || !phase.withConsumers())
        .filter(phase -> !streamPerMessage || phase.streamPerMessage())
        .toList();
  }
}
