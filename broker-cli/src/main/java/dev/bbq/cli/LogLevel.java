// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;

/** How much is logged. */
enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /** Returns what the JDK calls it. */
  Level level() {
    return switch (this) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
      case TRACE -> Level.FINER;
    };
  }

  /** Returns the level's name in a configuration. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Arrays.stream(values()).map(LogLevel::word).toList();
  }

  static LogLevel of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** Returns the name for a level of the JDK. */
  static LogLevel of(Level level) {
    return Arrays.stream(values())
        .filter(one -> level.intValue() >= one.level().intValue())
        .findFirst()
        .orElse(TRACE);
  }
}
