// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core;

/** A broker whose behaviour is set by a system property. */
public final class ReadsProperty {

  private ReadsProperty() {}

  /** Reads it. */
  public static boolean isFast() {
    return Boolean.getBoolean("bbq.fast");
  }
}
