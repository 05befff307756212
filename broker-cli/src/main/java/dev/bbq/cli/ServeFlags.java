// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.cli.config.Key;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** A flag for each setting of {@code bbq serve}, made out of the table of keys. */
final class ServeFlags {

  private static final String CONFIG = "--config";

  private ServeFlags() {}

  /** Gives a command the flags of all keys, and the one that names the file. */
  static void addTo(CommandSpec command) {
    command.addOption(
        OptionSpec.builder(CONFIG)
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "The configuration file; else BBQ_CONFIG, else $BBQ_HOME/conf/bbq.yaml if it is"
                    + " there.")
            .build());
    for (Key<?> key : ServeKeys.all()) {
      command.addOption(
          OptionSpec.builder(key.flag())
              .paramLabel(label(key))
              .type(String.class)
              .hidden(key.name().startsWith("limits."))
              .description(description(key))
              .build());
    }
  }

  private static String label(Key<?> key) {
    return switch (key.type().form()) {
      case "a folder" -> "DIR";
      case "a file" -> "FILE";
      case "a name" -> "NAME";
      default -> key.equals(ServeKeys.LISTEN) ? "HOST:PORT" : "VALUE";
    };
  }

  private static String description(Key<?> key) {
    String text = key.meaning() + key.standard().map(" Default: %s."::formatted).orElse("");
    return text.replace("%", "%%");
  }

  /** Returns the file that was given. */
  static Optional<Path> file(ParseResult parsed) {
    return Optional.ofNullable(parsed.<String>matchedOptionValue(CONFIG, null)).map(Path::of);
  }

  /** Returns the values of the flags that were given, by the names of their keys. */
  static Map<String, String> values(ParseResult parsed) {
    Map<String, String> values = new LinkedHashMap<>();
    for (Key<?> key : ServeKeys.all()) {
      String value = parsed.matchedOptionValue(key.flag(), null);
      if (value != null) {
        values.put(key.name(), value);
      }
    }
    return values;
  }
}
