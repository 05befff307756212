// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.store.one;

/** A library that prints. */
public final class Prints {

  private Prints() {}

  /** Prints. */
  public static void print() {
    System.out.println("kept");
  }
}
