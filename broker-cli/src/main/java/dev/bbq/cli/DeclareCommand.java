// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bbq declare} without what to declare: asks for it. */
@Command(
    name = "declare",
    header = "Declare an exchange or a queue.",
    synopsisSubcommandLabel = "(exchange | queue)")
final class DeclareCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what: exchange or queue");
  }
}
