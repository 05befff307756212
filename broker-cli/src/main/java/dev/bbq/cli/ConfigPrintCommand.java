// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.cli.config.Key;
import dev.bbq.cli.config.Problems;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code bbq config print}. */
@Command(
    name = "print",
    header = "Print the value of each key, and where it comes from.",
    description = {"", "Topology is left out. A key without a value is printed as a comment."})
final class ConfigPrintCommand implements Callable<Integer> {

  private final Io io;

  @Mixin private ConfigFileParameter file = new ConfigFileParameter();

  ConfigPrintCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    Problems problems = new Problems();
    ServeConfiguration configuration = file.read(io.env(), problems);
    problems.all().forEach(io.err()::println);
    for (Key<?> key : ServeKeys.all()) {
      Optional<String> value = configuration.settings().text(key);
      io.printData(
          value
              .map(
                  text ->
                      "%s: %s  # %s"
                          .formatted(key.name(), text, configuration.settings().origin(key)))
              .orElse("# %s: not set".formatted(key.name())));
    }
    return problems.isEmpty() ? ExitCode.OK : ExitCode.USAGE;
  }
}
