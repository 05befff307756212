// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import dev.bbq.api.store.StoreProvider;
import java.util.Optional;
import java.util.ServiceLoader;

/** The kinds of store that are there; the one place that looks for them. */
public final class Stores {

  private Stores() {}

  /**
   * Finds a kind of store.
   *
   * @param name which; empty takes the only one there is
   * @throws PluginException if there is none of that name, none at all, or no name was given and
   *     there are several
   */
  public static StoreProvider find(Optional<String> name) {
    return Choice.of(
            "store", "store-memory", ServiceLoader.load(StoreProvider.class), StoreProvider::name)
        .pick(name);
  }
}
