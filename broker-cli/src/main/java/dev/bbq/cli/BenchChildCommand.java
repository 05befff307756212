// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.cli.bench.Child;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A process of {@code bbq bench}; not for people. */
@Command(name = BenchChildCommand.NAME, hidden = true)
final class BenchChildCommand implements Callable<Integer> {

  static final String NAME = "bench-child";

  private final Io io;

  @Parameters private List<String> arguments = List.of();

  BenchChildCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Child.run(arguments, io.in(), io.out());
    return ExitCode.OK;
  }
}
