// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * What connections that do nothing take of a broker's memory: the resident size of its processes
 * (Linux, {@code /proc}), before and after.
 *
 * @param brokerPid the process that was started; those it has started count too
 */
record IdleMemory(long brokerPid) {

  private static final int CONNECTIONS = 1000;

  /** Connections that come first, so that what a broker makes once does not count. */
  private static final int FIRST = 50;

  private static final Duration SETTLE = Duration.ofSeconds(2);

  double kibEach(MessageClient client) throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      open(client, FIRST, open);
      long before = residentKib();
      open(client, CONNECTIONS, open);
      return (double) (residentKib() - before) / CONNECTIONS;
    } finally {
      closeAll(open);
    }
  }

  private static void open(MessageClient client, int count, List<AutoCloseable> open)
      throws Exception {
    for (int i = 0; i < count; i++) {
      open.add(client.idle());
    }
    Thread.sleep(SETTLE);
  }

  /** At once, as some clients wait for the other side at each. */
  private static void closeAll(List<AutoCloseable> open) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (AutoCloseable connection : open) {
        var unused =
            threads.submit(
                () -> {
                  connection.close();
                  return true;
                });
      }
    }
  }

  private long residentKib() throws IOException {
    ProcessHandle broker = ProcessHandle.of(brokerPid).orElseThrow();
    List<ProcessHandle> all = Stream.concat(Stream.of(broker), broker.descendants()).toList();
    long sum = 0;
    for (ProcessHandle process : all) {
      sum += residentKib(Path.of("/proc", Long.toString(process.pid()), "status"));
    }
    return sum;
  }

  private static long residentKib(Path status) throws IOException {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (NoSuchFileException e) {
      return 0; // ended meanwhile
    }
  }
}
