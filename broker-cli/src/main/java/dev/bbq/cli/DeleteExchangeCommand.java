// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bbq delete exchange}. */
@Command(
    name = "exchange",
    header = "Delete an exchange with its bindings; no error if it is not there.")
final class DeleteExchangeCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "NAME", description = "Name of the exchange.")
  private String name = "";

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  DeleteExchangeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    try (BbqClient client = connection.connect()) {
      client.topology().deleteExchange(name);
    }
    io.err().println("exchange deleted: name=%s".formatted(name));
    return ExitCode.OK;
  }
}
