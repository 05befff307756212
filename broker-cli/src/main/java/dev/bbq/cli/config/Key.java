// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import java.util.Locale;
import java.util.Optional;

/**
 * A setting: how it is called, what it may be, and what it is unless told otherwise.
 *
 * @param name as in the file, with dots between the levels, for instance {@code log.format}
 * @param type what its value may be
 * @param standard the value unless told otherwise; empty for none
 * @param meaning what it does, for people
 */
public record Key<T>(String name, Type<T> type, Optional<String> standard, String meaning) {

  /** Returns the variable of the environment, for instance {@code BBQ_LOG_FORMAT}. */
  public String variable() {
    return "BBQ_" + name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  /** Returns the flag, for instance {@code --log-format}. */
  public String flag() {
    return "--" + name.replace('.', '-');
  }
}
