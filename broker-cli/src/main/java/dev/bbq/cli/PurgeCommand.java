// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import com.grack.nanojson.JsonWriter;
import dev.bbq.api.BbqClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bbq purge}. */
@Command(
    name = "purge",
    header = "Drop the messages of a queue that wait for delivery.",
    description = {
      "",
      "Messages that are delivered and not yet settled stay: they are their consumers'."
    })
final class PurgeCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
  private String queue = "";

  @Option(names = "--json", description = "Print how many were dropped as JSON.")
  private boolean json;

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  PurgeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    long dropped;
    try (BbqClient client = connection.connect()) {
      dropped = client.topology().purge(queue);
    }
    if (json) {
      io.printData(
          JsonWriter.string()
              .object()
              .value("queue", queue)
              .value("dropped", dropped)
              .end()
              .done());
    } else {
      io.err().println("queue purged: name=%s, dropped=%d".formatted(queue, dropped));
    }
    return ExitCode.OK;
  }
}
