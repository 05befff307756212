// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import dev.bbq.api.store.StoreProvider;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The kinds of store that are there; the one place that looks for them. */
public final class Stores {

  private Stores() {}

  /**
   * Finds a kind of store.
   *
   * @param name which; empty takes the only one there is
   * @param plugins where to look beside the module path or class path
   * @throws PluginException if there is none of that name, none at all, or no name was given and
   *     there are several
   */
  public static StoreProvider find(Optional<String> name, Plugins plugins) {
    return Choice.of("store", "store-memory", plugins, Stores::in, StoreProvider::name).pick(name);
  }

  /** Finds one beside which no plugins were loaded, see {@link #find(Optional, Plugins)}. */
  public static StoreProvider find(Optional<String> name) {
    return find(name, Plugins.none());
  }

  private static Stream<Candidate<StoreProvider>> in(@Nullable ClassLoader loader) {
    return ServiceLoader.load(StoreProvider.class, loader).stream()
        .map(provider -> new Candidate<>(provider.type(), provider));
  }
}
