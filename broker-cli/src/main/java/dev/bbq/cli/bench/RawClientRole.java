// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.PemFiles;
import dev.bbq.api.plugin.Transports;
import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The clients of the bare transport: each with a socket, a connection and a thread of its own. */
final class RawClientRole implements Role {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ChildSettings settings;
  private final Transport transport;
  private final WallClock clock = WallClock.ofSystem();
  private final List<TransportClient> ends = new ArrayList<>();

  RawClientRole(ChildSettings settings) {
    this.settings = settings;
    this.transport = Transports.find(settings.plugins().transport(), settings.plugins().load());
  }

  @Override
  public Outcome perform(Task task, LongAdder done) throws Exception {
    while (ends.size() < task.parallel()) {
      ends.add(end());
    }
    return Parallel.run(
        task.parallel(), index -> () -> run(ends.get(index), task.share(index), done));
  }

  private TransportClient end() throws TransportException {
    return transport.client(
        new ClientConfig(PemFiles.client(settings.certificates()), TransportLimits.DEFAULT));
  }

  private Outcome run(TransportClient end, Task task, LongAdder done) throws Exception {
    RawProgress progress = new RawProgress(task, settings.frameBytes(), clock, done);
    RawRun run =
        switch (task.kind()) {
          case PIPELINED -> new RawPipelined(progress);
          case STREAMS -> new RawStreams(progress);
          case STEADY -> new RawSteady(task, clock, progress);
          case CONSUME -> throw new BenchException("nothing to consume: task=" + task);
        };
    RawConnection handler = new RawConnection(run, progress);
    var connection =
        end.connect(settings.host(), settings.port(), handler)
            .toCompletableFuture()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    try {
      connection.execute(() -> run.start(connection));
      run.drive(connection);
      return progress.outcome().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } finally {
      connection.close(0, "done");
    }
  }

  @Override
  public void close() {
    ends.forEach(end -> end.close(0, Duration.ofSeconds(1)));
  }
}
