// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core;

import java.util.function.UnaryOperator;

/** A broker that reads system properties, without a call that shows. */
public final class RefersToProperty {

  private RefersToProperty() {}

  /** Refers to it. */
  public static UnaryOperator<String> properties() {
    return System::getProperty;
  }
}
