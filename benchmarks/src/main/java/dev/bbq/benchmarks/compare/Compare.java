// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import dev.bbq.benchmarks.peer.Peer;
import dev.bbq.benchmarks.peer.Peers;
import dev.bbq.certs.DevelopmentCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that compares brokers. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compares message brokers on this machine, over the loopback interface.")
public final class Compare implements Callable<Integer> {

  private static final String REFERENCE = "bbq-netty-quic";

  @Spec private CommandLine.Model.@Nullable CommandSpec spec;

  @Option(
      names = "--workloads",
      split = ",",
      paramLabel = "NAME[:BYTES]",
      description = "Which, as in publish:1024,steady; default all.")
  private List<String> workloads = List.of();

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = "Which brokers; default all.")
  private List<String> names = List.of();

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often each broker is started and measured; default ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "2",
      paramLabel = "SECONDS",
      description = "Before each measurement; default ${DEFAULT-VALUE}.")
  private int warmUpSeconds;

  @Option(
      names = "--time",
      defaultValue = "3",
      paramLabel = "SECONDS",
      description = "Of each measurement, about; default ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--out",
      defaultValue = "comparison",
      paramLabel = "DIR",
      description =
          "Takes comparison.md, comparison.svg, comparison.csv, and the logs of all processes.")
  private Path out = Path.of("comparison");

  @Option(names = "--bbq", required = true, paramLabel = "DIR", description = "BBQ's distribution.")
  private Path bbq = Path.of("");

  @Option(
      names = "--artemis",
      required = true,
      paramLabel = "DIR",
      description = "Artemis' distribution.")
  private Path artemis = Path.of("");

  @Option(
      names = "--rabbitmq",
      paramLabel = "FILE",
      description = "The rabbitmq-server to use instead of the installed one.")
  private @Nullable Path rabbitmq;

  @Option(
      names = "--nats",
      paramLabel = "FILE",
      description = "The nats-server to use instead of the installed one.")
  private @Nullable Path nats;

  private Compare() {}

  /** Runs the command; the exit code is 0 when all that is not missing was measured. */
  public static void main(String[] arguments) {
    // A signal ends what was started, too.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroy)));
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Compare());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Case> cases = cases();
    List<Peer> chosen = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Peer peer : peers()) {
      Optional<String> reason = peer.missing();
      if (reason.isPresent()) {
        missing.add("%s: %s".formatted(peer.name(), reason.get()));
        say("skipped, %s".formatted(missing.getLast()));
      } else {
        chosen.add(peer);
      }
    }
    Files.createDirectories(out);
    Path folder = out.toRealPath();
    Path certificates = folder.resolve("certs");
    new DevelopmentCertificates(certificates, Clock.systemUTC(), new SecureRandom())
        .makeMissing(List.of(), "client");
    String head = head();
    Series.Pace pace =
        new Series.Pace(rounds, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(seconds));
    Results measured =
        new Series(
                chosen,
                cases,
                pace,
                Files.createTempDirectory(folder, "run-"),
                certificates,
                Compare::say)
            .run();
    missing.addAll(measured.failures());
    Results results = new Results(measured.measures(), measured.sweeps(), missing);
    Report report = new Report(chosen, cases, results, REFERENCE);
    String markdown = report.markdown(head);
    Files.writeString(folder.resolve("comparison.md"), markdown);
    Files.writeString(folder.resolve("comparison.svg"), new Chart(chosen, cases, results).svg());
    Files.write(folder.resolve("comparison.csv"), results.csv());
    System.out.println(markdown);
    return measured.failures().isEmpty() ? 0 : 1;
  }

  private String head() throws IOException {
    return """
    # Comparison of %s

    %s. Rounds: %d, in alternating order; each measurement %d s, after %d s of warm-up.\
    """
        .formatted(
            LocalDate.now(Clock.systemUTC()), Machine.describe(), rounds, seconds, warmUpSeconds);
  }

  private List<Case> cases() {
    if (workloads.isEmpty()) {
      return Case.all();
    }
    try {
      return workloads.stream().map(Case::parse).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private List<Peer> peers() {
    List<Peer> all =
        Peers.all(
            bbq.toAbsolutePath(),
            artemis.toAbsolutePath(),
            Optional.ofNullable(rabbitmq),
            Optional.ofNullable(nats));
    List<String> known = all.stream().map(Peer::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw wrong("no such peer: given=%s, allowed=%s".formatted(name, known));
      }
    }
    return all.stream().filter(peer -> names.isEmpty() || names.contains(peer.name())).toList();
  }

  private ParameterException wrong(@Nullable String words) {
    return new ParameterException(
        Objects.requireNonNull(spec).commandLine(), String.valueOf(words));
  }

  private static void say(String words) {
    System.err.println(words);
  }
}
