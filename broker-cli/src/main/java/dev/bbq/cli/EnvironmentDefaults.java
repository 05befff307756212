// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values for options that were not given, from variables of the environment; an empty variable is
 * none.
 */
record EnvironmentDefaults(Map<String, String> env) implements IDefaultValueProvider {

  private static final Map<String, String> VARIABLES =
      Map.of(
          "--server", "BBQ_SERVER",
          "--certs", "BBQ_CERTS",
          "--transport", "BBQ_TRANSPORT");

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String variable = VARIABLES.get(option.longestName());
    String value = variable == null ? null : env.get(variable);
    return value == null || value.isEmpty() ? null : value;
  }
}
