// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.transport.one;

/** A transport whose behaviour is set by the environment. */
public final class ReadsEnvironment {

  private ReadsEnvironment() {}

  /** Reads it. */
  public static String mode() {
    return System.getenv("BBQ_MODE");
  }
}
