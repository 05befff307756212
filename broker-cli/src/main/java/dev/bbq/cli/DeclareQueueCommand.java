// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import dev.bbq.api.QueueOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bbq declare queue}. */
@Command(name = "queue", header = "Declare a queue; no error if it is there with the same options.")
final class DeclareQueueCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "NAME", description = "Name of the queue.")
  private String name = "";

  @Mixin private QueueOptionFlags flags = new QueueOptionFlags();

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  DeclareQueueCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    QueueOptions options = flags.options();
    try (BbqClient client = connection.connect()) {
      client.topology().declareQueue(name, options);
    }
    io.err().println("queue declared: name=%s".formatted(name));
    return ExitCode.OK;
  }
}
