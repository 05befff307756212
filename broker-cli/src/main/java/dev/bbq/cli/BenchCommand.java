// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqException;
import dev.bbq.cli.bench.Bench;
import dev.bbq.cli.bench.BenchException;
import dev.bbq.cli.bench.BenchReport;
import dev.bbq.cli.bench.BenchSettings;
import dev.bbq.cli.bench.ExistingBroker;
import dev.bbq.cli.bench.Load;
import dev.bbq.cli.bench.Phase;
import dev.bbq.cli.bench.PluginChoice;
import dev.bbq.cli.bench.StoreComparison;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bbq bench}. */
@Command(
    name = "bench",
    header = "Measure throughput and latency of a broker.",
    description = {
      "",
      "Starts broker, publishers and consumers as processes of their own, on the loopback"
          + " interface and with the flags of this JVM, and ends them. With --existing, measures a"
          + " broker that runs already, by a queue 'bench-…' which it declares and deletes at the"
          + " end; a signal ends it so too.",
      "",
      "Throughput is from the first message sent to the last one confirmed or consumed. Latency is"
          + " taken at a steady rate and counted from when a message was due, not from when it"
          + " could be sent: so a stall shows in all messages it has held up. The broker's counts"
          + " are checked against the confirms. stderr has the rate of each second."
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
      names = "--duration",
      paramLabel = "DURATION",
      description =
          "Measure for about that long, as in 30s, instead of --count: the warm-up tells how many"
              + " messages that takes. What nobody consumes is no more than 256 MiB.")
  private Optional<Duration> duration = Optional.empty();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description =
          "Messages before each measurement; a twentieth with a stream each; default half of"
              + " --count, or 200000 with --duration.")
  private Optional<Long> warmUp = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "8192",
      description =
          "Messages on the way from a publisher and to a consumer; default ${DEFAULT-VALUE}.")
  private int window;

  @Option(
      names = "--publishers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Publishers, each with its own connection; default ${DEFAULT-VALUE}.")
  private int publishers;

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
      names = "--existing",
      description = "Measure the broker at --server, or BBQ_SERVER, instead of one of its own.")
  private boolean existing;

  @Option(
      names = "--store",
      paramLabel = "NAME",
      description = "The broker's store; else BBQ_STORE, else ${DEFAULT-VALUE}.",
      defaultValue = ServeKeys.DEFAULT_STORE)
  private Optional<String> store = Optional.empty();

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description =
          "Measure messages through to the consumer with --store and with this one, in turns, five"
              + " times each, and print the ratios.")
  private Optional<String> against = Optional.empty();

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  BenchCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Bench bench =
        new Bench(
            new BenchSettings(phases(), load(), existingBroker(), plugins()),
            ThisJvm.command(BenchChildCommand.NAME),
            io.err()::println,
            new SecureRandom());
    Signals signals = Signals.handle(Thread.currentThread()::interrupt);
    try {
      io.printData(against.isPresent() ? compare(bench, against.get()) : measure(bench));
      return ExitCode.OK;
    } catch (InterruptedException | BbqException | BenchException e) {
      if (signals.received()) {
        return signals.exitCode();
      }
      throw e;
    }
  }

  private String measure(Bench bench) throws IOException, InterruptedException {
    BenchReport report = bench.run();
    return json ? report.json() : report.table().stripTrailing();
  }

  private String compare(Bench bench, String other) throws IOException, InterruptedException {
    StoreComparison comparison = bench.compare(store.orElse(ServeKeys.DEFAULT_STORE), other);
    return json ? comparison.json() : comparison.table().stripTrailing();
  }

  private void check() {
    boolean named = spec.commandLine().getParseResult().hasMatchedOption("--server");
    if (named && !existing) {
      throw new CommandException(
          ExitCode.USAGE,
          "--server without --existing: say --existing to measure a broker that runs already");
    }
    if (existing && spec.commandLine().getParseResult().hasMatchedOption("--store")) {
      throw new CommandException(
          ExitCode.USAGE, "a broker that runs already has its store: leave out --store");
    }
    if (against.isPresent() && (existing || raw || compare)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--against measures two brokers of its own: leave out --existing, --raw and --compare");
    }
    if (against.equals(store)) {
      throw new CommandException(
          ExitCode.USAGE, "--against names the store of --store: name another");
    }
    if (existing && (raw || compare)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--raw and --compare measure the transport on this machine: leave out --existing");
    }
  }

  private PluginChoice plugins() {
    return new PluginChoice(Optional.of(connection.transport()), store, connection.plugins());
  }

  private Load load() {
    return new Load(count, duration, warmUp, size, window, publishers, consumers, rate);
  }

  private Optional<ExistingBroker> existingBroker() {
    return existing ? Optional.of(connection.existingBroker()) : Optional.empty();
  }

  private List<Phase> phases() {
    return Arrays.stream(Phase.values())
        .filter(phase -> compare || phase.raw() == raw)
        .filter(phase -> !publishOnly || !phase.withConsumers())
        .filter(phase -> !streamPerMessage || phase.streamPerMessage())
        .toList();
  }
}
