// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bbq bind}. */
@Command(name = "bind", header = "Bind a queue to an exchange; no error if it is bound so.")
final class BindCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private BindingParameters binding = new BindingParameters();

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  BindCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    try (BbqClient client = connection.connect()) {
      client.topology().bind(binding.queue(), binding.exchange(), binding.key());
    }
    io.err().println("bound: " + binding);
    return ExitCode.OK;
  }
}
