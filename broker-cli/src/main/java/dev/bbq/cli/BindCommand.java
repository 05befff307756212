// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bbq bind}. */
@Command(name = "bind", header = "Bind a queue to an exchange; no error if it is bound so.")
final class BindCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(index = "0", paramLabel = "QUEUE", description = "Name of the queue.")
  private String queue = "";

  @Parameters(index = "1", paramLabel = "EXCHANGE", description = "Name of the exchange.")
  private String exchange = "";

  @Parameters(
      index = "2",
      paramLabel = "KEY",
      description =
          "The key itself at a direct exchange; a pattern at a topic exchange, as in 'orders.*.eu'"
              + " or 'orders.#'; anything at a fanout exchange.")
  private String key = "";

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  BindCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    try (BbqClient client = connection.connect()) {
      client.topology().bind(queue, exchange, key);
    }
    io.err().println("bound: queue=%s, exchange=%s, key=%s".formatted(queue, exchange, key));
    return ExitCode.OK;
  }
}
