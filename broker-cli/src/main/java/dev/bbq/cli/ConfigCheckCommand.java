// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.cli.config.Problems;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bbq config check}. */
@Command(
    name = "check",
    header = "Check a configuration file, and all that it names.",
    description = {
      "",
      "Reads it with the environment as 'bbq serve' would, loads certificates and plugins, and"
          + " prints OK to stdout, or each error in a line to stderr."
    })
final class ConfigCheckCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private ConfigFileParameter file = new ConfigFileParameter();

  ConfigCheckCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    ServeConfiguration configuration = file.read(io.env(), problems);
    if (problems.isEmpty()) {
      configuration.check(problems);
    }
    if (!problems.isEmpty()) {
      problems.all().forEach(io.err()::println);
      return ExitCode.USAGE;
    }
    if (configuration.file().isEmpty()) {
      io.err().println("no configuration file: environment and defaults were checked");
    }
    if (configuration.tls().isEmpty()) {
      io.err().println("no certificates given: 'bbq serve' will need --certs DIR or --dev");
    }
    io.printData("OK");
    return ExitCode.OK;
  }
}
