// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Values for options of clients that were not given, from variables of the environment; an empty
 * variable is none. {@code bbq serve} reads its variables itself, see {@link ServeConfiguration}.
 */
record EnvironmentDefaults(Map<String, String> env) implements IDefaultValueProvider {

  private static final Map<String, String> VARIABLES =
      Map.of(
          "--server", "BBQ_SERVER",
          "--certs", "BBQ_CERTS",
          "--transport", "BBQ_TRANSPORT",
          "--store", "BBQ_STORE",
          "--plugins", "BBQ_PLUGINS");

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || argument.command().name().equals("serve")) {
      return null;
    }
    String variable = VARIABLES.get(option.longestName());
    String value = variable == null ? null : env.get(variable);
    if (value != null && !value.isEmpty()) {
      return value;
    }
    return option.longestName().equals("--plugins")
        ? Installation.pluginsOf(env).map(Path::toString).orElse(null)
        : null;
  }
}
