// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

/** The entry point of {@code bbq}. */
public final class Main {

  private Main() {}

  /** Runs a command and ends the JVM with its exit code, see {@link ExitCode}. */
  public static void main(String[] args) {
    Io io = Io.ofProcess();
    Logs.configure(io.err());
    System.exit(Bbq.run(io, args));
  }
}
