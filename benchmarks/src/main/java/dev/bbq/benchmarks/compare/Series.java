// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import dev.bbq.benchmarks.load.Figures;
import dev.bbq.benchmarks.load.Task;
import dev.bbq.benchmarks.load.Workload;
import dev.bbq.benchmarks.peer.Peer;
import dev.bbq.benchmarks.peer.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The rounds of a comparison. In each, every broker is started in turn, works through all cases
 * with a client process of its own, and is ended; every other round takes them the other way round.
 * The first round looks for the window with which a broker is fastest.
 */
final class Series {

  /** Latencies need more messages than rates. */
  private static final int STEADY_FACTOR = 3;

  private final List<Peer> peers;
  private final List<Case> cases;
  private final Pace pace;
  private final Path folder;
  private final Path certificates;
  private final Consumer<String> progress;
  private final List<Measure> measures = new ArrayList<>();
  private final List<Measure> sweeps = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();
  private final Map<Key, Integer> best = new HashMap<>();

  /**
   * How often and how long.
   *
   * @param warmUp before each measurement
   * @param time of each measurement
   */
  record Pace(int rounds, Duration warmUp, Duration time) {}

  /** What a window is chosen for. */
  private record Key(String peer, Case what) {}

  Series(
      List<Peer> peers,
      List<Case> cases,
      Pace pace,
      Path folder,
      Path certificates,
      Consumer<String> progress) {
    this.peers = peers;
    this.cases = cases;
    this.pace = pace;
    this.folder = folder;
    this.certificates = certificates;
    this.progress = progress;
  }

  Results run() throws IOException, InterruptedException {
    for (int round = 1; round <= pace.rounds(); round++) {
      List<Peer> order = new ArrayList<>(peers);
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      for (Peer peer : order) {
        List<Case> own = cases.stream().filter(what -> peer.does(what.workload())).toList();
        if (!own.isEmpty()) {
          new Visit(peer, round).run(own);
        }
      }
    }
    return new Results(measures, sweeps, failures);
  }

  /** One broker in one round. */
  private final class Visit {

    private final Peer peer;
    private final int round;
    private final Path home;
    private int servers;

    Visit(Peer peer, int round) {
      this.peer = peer;
      this.round = round;
      this.home = folder.resolve("%s-%d".formatted(peer.name().replace("<-", "-from-"), round));
    }

    void run(List<Case> own) throws IOException, InterruptedException {
      progress.accept("round %d of %d: %s".formatted(round, pace.rounds(), peer.name()));
      Files.createDirectories(home);
      List<Case> first = own.stream().filter(Visit::isStart).toList();
      List<Case> others = new ArrayList<>(own);
      others.removeIf(Visit::isStart);
      others.sort((one, other) -> Boolean.compare(other.onFreshBroker(), one.onFreshBroker()));
      for (Case what : first) {
        attempt(what, () -> measureStart(what));
      }
      if (!others.isEmpty()) {
        measureAll(others);
      }
    }

    private static boolean isStart(Case what) {
      return what.workload() == Workload.START;
    }

    private Server start(int port) throws IOException, InterruptedException {
      servers++;
      Path files = home.resolve("server-" + servers);
      Files.createDirectories(files);
      return peer.start(files, certificates, port);
    }

    private ClientProcess client(Server server) throws IOException {
      return ClientProcess.start(peer, server, home.resolve("client.log"));
    }

    /** With a client that has done it before, so that its own start does not count. */
    private void measureStart(Case what) throws IOException, InterruptedException {
      int port = peer.freePort();
      Task task = task(what, what.windows().getFirst());
      Server before = start(port);
      try (ClientProcess client = client(before)) {
        try (before) {
          Figures unused = client.perform(task);
        }
        client.begin(task);
        try (Server server = start(port)) {
          double confirmedMillis = client.finish().get(Figures.MAIN);
          Figures figures = Figures.of(confirmedMillis - server.startedMillis());
          add(new Measure(peer.name(), what, round, task.window(), figures));
        }
      }
    }

    private void measureAll(List<Case> others) throws IOException, InterruptedException {
      try (Server server = start(peer.freePort())) {
        ClientProcess client = client(server);
        try {
          // What waits for the broker to start.
          attempt(others.getFirst(), ready(client));
          for (Case what : others) {
            ClientProcess with = client;
            if (!attempt(what, () -> measure(what, with))) {
              client.close();
              client = client(server);
            }
          }
        } finally {
          client.close();
        }
      }
    }

    private Step ready(ClientProcess client) {
      return () -> {
        Figures unused = client.perform(task(new Case(Workload.START, 150), 1));
      };
    }

    /** Tries all windows in the first round, and takes the best one for the others. */
    private void measure(Case what, ClientProcess client) throws IOException, InterruptedException {
      Integer known = best.get(new Key(peer.name(), what));
      List<Integer> windows = known == null ? what.windows() : List.of(known);
      List<Measure> tried = new ArrayList<>();
      for (int window : windows) {
        Figures figures = client.perform(task(what, window));
        tried.add(new Measure(peer.name(), what, round, window, figures));
      }
      Measure fastest = Collections.max(tried, Comparator.comparingDouble(Measure::main));
      if (windows.size() > 1) {
        sweeps.addAll(tried);
      }
      best.put(new Key(peer.name(), what), fastest.window());
      add(fastest);
    }

    private Task task(Case what, int window) {
      Duration time =
          what.workload() == Workload.STEADY
              ? pace.time().multipliedBy(STEADY_FACTOR)
              : pace.time();
      return new Task(what.workload(), what.sizeBytes(), window, pace.warmUp(), time);
    }

    private void add(Measure measure) {
      measures.add(measure);
      Case what = measure.what();
      progress.accept(
          "  %s: %,.1f %s".formatted(what.title(), measure.main(), what.workload().unit().words()));
    }

    /** Notes what fails, and goes on with the next. */
    private boolean attempt(Case what, Step step) throws InterruptedException, IOException {
      try {
        step.run();
        return true;
      } catch (IOException | RuntimeException e) {
        String failure =
            "%s, %s, round %d: %s".formatted(peer.name(), what.title(), round, e.getMessage());
        failures.add(failure);
        progress.accept("  FAILED: " + failure);
        progress.accept(Server.log(home.resolve("server-" + servers)));
        return false;
      }
    }
  }

  @FunctionalInterface
  private interface Step {
    void run() throws IOException, InterruptedException;
  }
}
