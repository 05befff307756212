// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core;

/** A broker that takes its application with it. */
public final class EndsTheJvm {

  private EndsTheJvm() {}

  /** Ends it. */
  public static void end() {
    System.exit(1);
  }
}
