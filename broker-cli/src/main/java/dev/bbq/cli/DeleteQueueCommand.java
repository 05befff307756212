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

/** {@code bbq delete queue}. */
@Command(
    name = "queue",
    header =
        "Delete a queue with its bindings and messages; its consumers end. No error if it is not"
            + " there.")
final class DeleteQueueCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "NAME", description = "Name of the queue.")
  private String name = "";

  @Option(names = "--json", description = "Print how many messages it held as JSON.")
  private boolean json;

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  DeleteQueueCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    long messages;
    try (BbqClient client = connection.connect()) {
      messages = client.topology().deleteQueue(name);
    }
    if (json) {
      io.printData(
          JsonWriter.string()
              .object()
              .value("queue", name)
              .value("messages", messages)
              .end()
              .done());
    } else {
      io.err().println("queue deleted: name=%s, messages=%d".formatted(name, messages));
    }
    return ExitCode.OK;
  }
}
