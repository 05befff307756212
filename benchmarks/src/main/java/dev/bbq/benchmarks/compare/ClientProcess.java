// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.compare;

import dev.bbq.benchmarks.load.Driver;
import dev.bbq.benchmarks.load.Endpoint;
import dev.bbq.benchmarks.load.Figures;
import dev.bbq.benchmarks.load.Task;
import dev.bbq.benchmarks.peer.Jvm;
import dev.bbq.benchmarks.peer.Peer;
import dev.bbq.benchmarks.peer.Server;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The process of a broker's clients. */
final class ClientProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration END = Duration.ofSeconds(5);
  private static final String ENDED = "client process ended";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ClientProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param log takes what it has to say beside its answers
   */
  static ClientProcess start(Peer peer, Server server, Path log) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(peer.driver().name(), Long.toString(server.process().pid())));
    arguments.addAll(
        new Endpoint(server.port(), server.certificates(), peer.clientTransport()).encode());
    Process process =
        new ProcessBuilder(Jvm.command(peer.clientClassPath(), Driver.class.getName(), arguments))
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    ClientProcess client = new ClientProcess(process);
    Thread.ofPlatform().name("bench-client").daemon().start(client::readLines);
    return client;
  }

  private void readLines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith(Driver.DONE) || line.startsWith(Driver.FAILED)) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      // Closed; what waits learns of it below.
    }
    lines.add(Driver.FAILED + ENDED);
  }

  /** Has a task done. */
  Figures perform(Task task) throws IOException, InterruptedException {
    begin(task);
    return finish();
  }

  /** Gives it a task. */
  void begin(Task task) throws IOException {
    process.getOutputStream().write((task.encode() + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits until the task is done. */
  Figures finish() throws IOException, InterruptedException {
    String line = lines.poll(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    if (line == null) {
      throw new IOException("no answer in " + PATIENCE);
    }
    if (!line.startsWith(Driver.DONE)) {
      throw new IOException(line.substring(Driver.FAILED.length()));
    }
    return Figures.decode(line.substring(Driver.DONE.length()));
  }

  @Override
  public void close() throws InterruptedException {
    try {
      process.getOutputStream().close(); // its sign to end
    } catch (IOException e) {
      process.destroyForcibly();
    }
    if (!process.waitFor(END.toNanos(), TimeUnit.NANOSECONDS)) {
      process.destroyForcibly();
    }
  }
}
