// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bbq delete} without what to delete: asks for it. */
@Command(
    name = "delete",
    header = "Delete an exchange or a queue.",
    synopsisSubcommandLabel = "(exchange | queue)")
final class DeleteCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what: exchange or queue");
  }
}
