// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bbq completion}. */
@Command(
    name = "completion",
    header = "Print a script with which a shell completes the commands and options of bbq.",
    description = {
      "",
      "For this shell only: source <(bbq completion bash)",
      "For good: put that line into ~/.bashrc; with zsh, into ~/.zshrc and behind 'compinit'."
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells it is for; one script does for both. */
  enum Shell {
    /** GNU Bash. */
    bash,
    /** The Z shell, with its own emulation of Bash's completion. */
    zsh
  }

  private final Io io;

  @Spec private CommandSpec spec = CommandSpec.create();

  @SuppressWarnings("UnusedVariable") // one script does for both, but there may be more shells
  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private Shell shell = Shell.bash;

  CompletionCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    io.printData(AutoComplete.bash("bbq", spec.root().commandLine()).stripTrailing());
    return ExitCode.OK;
  }
}
