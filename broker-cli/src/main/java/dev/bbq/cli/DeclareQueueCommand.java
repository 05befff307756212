// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bbq declare queue}. */
@Command(name = "queue", header = "Declare a queue; no error if it is there.")
final class DeclareQueueCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "NAME", description = "Name of the queue.")
  private String name = "";

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  DeclareQueueCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    try (BbqClient client = connection.connect()) {
      client.topology().declareQueue(name);
    }
    io.err().println("queue declared: name=%s".formatted(name));
    return ExitCode.OK;
  }
}
