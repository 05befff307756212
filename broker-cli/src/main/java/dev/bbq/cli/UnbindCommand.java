// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bbq unbind}. */
@Command(name = "unbind", header = "Take a binding away; no error if it is not there.")
final class UnbindCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private BindingParameters binding = new BindingParameters();

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  UnbindCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    try (BbqClient client = connection.connect()) {
      client.topology().unbind(binding.queue(), binding.exchange(), binding.key());
    }
    io.err().println("unbound: " + binding);
    return ExitCode.OK;
  }
}
