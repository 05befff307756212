// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import java.nio.file.Path;

/** Where a value was given. */
public sealed interface Origin {

  /** On the command line. */
  record Flag(String name) implements Origin {
    @Override
    public String toString() {
      return name;
    }
  }

  /** In the environment. */
  record Variable(String name) implements Origin {
    @Override
    public String toString() {
      return name;
    }
  }

  /** In a file, at a line that is counted from 1; 0 for the file as a whole. */
  record Line(Path file, int number) implements Origin {
    @Override
    public String toString() {
      return number == 0 ? file.toString() : file + ":" + number;
    }
  }

  /** Nowhere: it is the default. */
  record Standard() implements Origin {
    @Override
    public String toString() {
      return "default";
    }
  }
}
