// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.cli.config.Problems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The parameter that names the configuration file of a broker. */
final class ConfigFileParameter {

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file; else BBQ_CONFIG, else $BBQ_HOME/conf/bbq.yaml if it is there.")
  private Optional<Path> file = Optional.empty();

  /** Reads it with the environment, as {@code bbq serve} without flags does. */
  ServeConfiguration read(Map<String, String> env, Problems problems) {
    return ServeConfiguration.read(file, Map.of(), env, problems);
  }
}
