// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a line of the log looks. */
enum LogFormat {
  TEXT,
  JSON;

  /** Returns the format's name in a configuration. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(LogFormat::word).toList();
  }

  static LogFormat of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
