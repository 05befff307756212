// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.core;

import dev.bbq.api.transport.Transport;
import java.util.ServiceLoader;

/** A second place that looks for transports. */
public final class LooksForPlugins {

  private LooksForPlugins() {}

  /** Looks for them. */
  public static ServiceLoader<Transport> all() {
    return ServiceLoader.load(Transport.class);
  }
}
