// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.planted.api.plugin;

import dev.bbq.api.transport.Transport;
import java.util.ServiceLoader;

/** The one place that looks for transports. */
public final class Transports {

  private Transports() {}

  /** Looks for them. */
  public static ServiceLoader<Transport> all() {
    return ServiceLoader.load(Transport.class);
  }
}
