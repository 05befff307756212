// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bbq unbind}. */
@Command(name = "unbind", header = "Take a binding away; no error if it is not there.")
final class UnbindCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "QUEUE", description = "Name of the queue.")
  private String queue = "";

  @Parameters(index = "1", paramLabel = "EXCHANGE", description = "Name of the exchange.")
  private String exchange = "";

  @Parameters(
      index = "2",
      paramLabel = "KEY",
      description = "The key or pattern it was bound with.")
  private String key = "";

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  UnbindCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    try (BbqClient client = connection.connect()) {
      client.topology().unbind(queue, exchange, key);
    }
    io.err().println("unbound: queue=%s, exchange=%s, key=%s".formatted(queue, exchange, key));
    return ExitCode.OK;
  }
}
