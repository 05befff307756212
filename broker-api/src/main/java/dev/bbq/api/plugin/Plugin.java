// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.nio.file.Path;

/**
 * A plugin that is loaded.
 *
 * @param folder where its jars are
 * @param layer its modules
 * @param loader the class loader of all of them
 */
record Plugin(Path folder, ModuleLayer layer, ClassLoader loader) {

  /** Tells whether a class is one of its own. */
  boolean has(Class<?> type) {
    return layer.equals(type.getModule().getLayer());
  }
}
