// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.cli.config.Problems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file; else BBQ_CONFIG, else $BBQ_HOME/conf/bbq.yaml if it is there.")
  private Optional<Path> file = Optional.empty();

  ConfigCheckCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    ServeConfiguration configuration = ServeConfiguration.read(file, Map.of(), io.env(), problems);
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
