// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where this program is installed, as its launcher says. */
final class Installation {

  private Installation() {}

  /** Returns the folder of the installation, if the launcher names it. */
  static Optional<Path> of(Map<String, String> env) {
    return Optional.ofNullable(env.get("BBQ_HOME")).filter(home -> !home.isEmpty()).map(Path::of);
  }

  /** Returns the installation's folder of plugins, if there is one. */
  static Optional<Path> pluginsOf(Map<String, String> env) {
    return of(env).map(home -> home.resolve("plugins")).filter(Files::isDirectory);
  }
}
