// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.plugin.PluginException;
import dev.bbq.api.plugin.Transports;
import dev.bbq.certs.DevelopmentCertificates;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A series of measurements, with processes and a temporary folder of their own. */
public final class Bench {

  private static final int ROUNDS = 5;

  private final BenchSettings settings;
  private final List<String> childCommand;
  private final Consumer<String> progress;
  private final SecureRandom random;

  /**
   * Creates a series.
   *
   * @param childCommand the command line of a process that calls {@link Child#run} with the
   *     arguments behind it
   * @param progress takes words on what is going on, on several threads
   * @param random makes keys and the name of a queue
   */
  public Bench(
      BenchSettings settings,
      List<String> childCommand,
      Consumer<String> progress,
      SecureRandom random) {
    this.random = random;
    this.settings = settings;
    this.childCommand = childCommand;
    this.progress = progress;
  }

  /**
   * Measures all phases, one after the other.
   *
   * @throws BenchException if one fails or its counts don't add up
   * @throws PluginException if the transport can't be chosen
   */
  public BenchReport run() throws IOException, InterruptedException {
    return new BenchReport(settings, transport(), inFolder(this::measure));
  }

  /**
   * Measures messages through to the consumer with two stores, in turns: what else goes on on the
   * machine slows both.
   *
   * @throws BenchException if one fails or its counts don't add up
   * @throws PluginException if the transport can't be chosen
   */
  public StoreComparison compare(String store, String other)
      throws IOException, InterruptedException {
    return new StoreComparison(
        settings, transport(), store, other, inFolder(folder -> rounds(folder, store, other)));
  }

  private String transport() {
    PluginChoice plugins = settings.plugins();
    return Transports.find(plugins.transport(), plugins.load()).name();
  }

  /** What is done with a folder that has certificates. */
  @FunctionalInterface
  private interface Work<T> {
    T in(Path certificates) throws IOException, InterruptedException;
  }

  private <T> T inFolder(Work<T> work) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("bbq-bench-");
    try {
      Path certificates = folder.resolve("certs");
      new DevelopmentCertificates(certificates, Clock.systemUTC(), random)
          .makeMissing(List.of(), "client");
      return work.in(certificates);
    } finally {
      delete(folder);
    }
  }

  private List<Result> measure(Path certificates) throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    try (Children children = new Children(childCommand);
        BrokerBench broker = new BrokerBench(settings, certificates, queue(), children, progress);
        LiveRate live = new LiveRate(children, progress)) {
      live.start();
      RawBench raw = new RawBench(settings, certificates, children);
      for (Phase phase : settings.phases()) {
        progress.accept("measuring: " + phase.title());
        results.add(phase.raw() ? raw.measure(phase) : broker.measure(phase));
      }
      return results;
    }
  }

  private List<StoreComparison.Round> rounds(Path certificates, String store, String other)
      throws IOException, InterruptedException {
    List<StoreComparison.Round> rounds = new ArrayList<>();
    try (Children children = new Children(childCommand);
        BrokerBench one = broker(store, certificates, children);
        BrokerBench two = broker(other, certificates, children);
        LiveRate live = new LiveRate(children, progress)) {
      live.start();
      for (int round = 1; round <= ROUNDS; round++) {
        progress.accept("measuring: round %d of %d".formatted(round, ROUNDS));
        rounds.add(
            new StoreComparison.Round(one.measure(Phase.THROUGH), two.measure(Phase.THROUGH)));
      }
      return rounds;
    }
  }

  private BrokerBench broker(String store, Path certificates, Children children) {
    return new BrokerBench(settings.withStore(store), certificates, Queue.OWN, children, progress);
  }

  /** One of a broker in use must be no other's. */
  private Queue queue() {
    return settings.existing().isEmpty()
        ? Queue.OWN
        : new Queue("bench-%016x".formatted(random.nextLong()));
  }

  private static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
