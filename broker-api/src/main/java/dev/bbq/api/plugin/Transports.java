// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import dev.bbq.api.transport.Transport;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The transports that are there; the one place that looks for them. */
public final class Transports {

  private Transports() {}

  /**
   * Finds a transport.
   *
   * @param name which; empty takes the only one there is
   * @param plugins where to look beside the module path or class path
   * @throws PluginException if there is none of that name, none at all, or no name was given and
   *     there are several
   */
  public static Transport find(Optional<String> name, Plugins plugins) {
    return Choice.of("transport", "transport-netty-quic", plugins, Transports::in, Transport::name)
        .pick(name);
  }

  /** Finds one beside which no plugins were loaded, see {@link #find(Optional, Plugins)}. */
  public static Transport find(Optional<String> name) {
    return find(name, Plugins.none());
  }

  private static Stream<Candidate<Transport>> in(@Nullable ClassLoader loader) {
    return ServiceLoader.load(Transport.class, loader).stream()
        .map(provider -> new Candidate<>(provider.type(), provider));
  }
}
