// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.certs.DevelopmentCertificates;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerMetrics;
import dev.bbq.core.Declarations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long a look at all that a broker holds takes, by how many queues it has. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class MetricsBenchmark {

  /** How many queues there are. */
  @Param({"100", "100000"})
  int queues;

  private Path certificates;
  private Broker broker;

  /** Starts a broker with so many queues. */
  @Setup
  public void start() throws IOException {
    certificates = Files.createTempDirectory("bbq-benchmark-");
    List<Path> unused =
        new DevelopmentCertificates(certificates, Clock.systemUTC(), new SecureRandom())
            .makeMissing(List.of(), "client");
    broker =
        Broker.builder()
            .port(0)
            .certificates(certificates)
            .declare(
                new Declarations(
                    List.of(),
                    IntStream.range(0, queues)
                        .mapToObj(i -> new Declarations.Queue("queue-" + i))
                        .toList(),
                    List.of()))
            .start();
  }

  /** Ends the broker. */
  @TearDown
  public void end() throws IOException {
    broker.close();
    try (var files = Files.list(certificates)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(certificates);
  }

  /** Looks at everything. */
  @Benchmark
  public BrokerMetrics metrics() {
    return broker.metrics();
  }
}
