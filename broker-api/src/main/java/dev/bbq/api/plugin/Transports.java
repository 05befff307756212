// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import dev.bbq.api.transport.Transport;
import java.util.Optional;
import java.util.ServiceLoader;

/** The transports that are there; the one place that looks for them. */
public final class Transports {

  private Transports() {}

  /**
   * Finds a transport.
   *
   * @param name which; empty takes the only one there is
   * @throws PluginException if there is none of that name, none at all, or no name was given and
   *     there are several
   */
  public static Transport find(Optional<String> name) {
    return Choice.of(
            "transport",
            "transport-netty-quic",
            ServiceLoader.load(Transport.class),
            Transport::name)
        .pick(name);
  }
}
