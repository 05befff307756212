// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import dev.bbq.api.PemFiles;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.it.support.Pair;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** All clients of one transport, of several brokers, in a JVM of their own. */
final class ClientsProcess {

  /** What it says when all are at work. */
  static final String READY = "ready";

  /** What the lines of its report begin with. */
  static final String REPORT = "report ";

  /** What the lines of its report begin with that tell what should not have happened. */
  static final String FAULT = "fault ";

  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(3);
  // A visitor a second at one of the four pairs, two of which are in this process.
  private static final Duration BETWEEN_VISITS = Duration.ofSeconds(4);

  private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

  private ClientsProcess() {}

  /** Takes transport, folder of certificates, seconds, seed, and for each broker name and port. */
  public static void main(String[] args) {
    Console.runAndExit(() -> run(args));
  }

  private static void run(String[] args) throws Exception {
    TlsConfig tls = PemFiles.client(Path.of(args[1]));
    Duration duration = Duration.ofSeconds(Long.parseLong(args[2]));
    Random random = new Random(Long.parseLong(args[3]));
    Faults faults = new Faults();
    List<Traffic> traffic = new ArrayList<>();
    for (int i = 4; i < args.length; i += 2) {
      int port = Integer.parseInt(args[i + 1]);
      Target target = new Target(new Pair(args[0], args[i]), port, tls, duration, faults);
      traffic.add(new SteadyTraffic(target, new Random(random.nextLong())));
      traffic.add(new SlowReaders(target));
      traffic.add(new AbandonedStreams(target));
      traffic.add(new Visitors(target, BETWEEN_VISITS));
      Thread.sleep(BETWEEN_VISITS.dividedBy(4));
    }
    System.out.println(READY);
    Console.serve(() -> stop(traffic, faults));
  }

  private static void stop(List<Traffic> traffic, Faults faults) {
    atOnce(traffic, Traffic::stopPublishing);
    long untilNs = System.nanoTime() + LONGEST_DRAIN.toNanos();
    while (!traffic.stream().allMatch(Traffic::isDrained) && System.nanoTime() < untilNs) {
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        faults.add("interrupted");
      }
    }
    atOnce(traffic, Traffic::close);
    traffic.forEach(kind -> System.out.println(REPORT + kind));
    faults.all().forEach(fault -> System.out.println(FAULT + fault));
  }

  private static void atOnce(List<Traffic> traffic, Consumer<Traffic> action) {
    var done =
        traffic.stream()
            .map(kind -> CompletableFuture.runAsync(() -> action.accept(kind), THREADS))
            .toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(done).join();
  }
}
