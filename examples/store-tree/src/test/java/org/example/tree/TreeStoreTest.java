// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tree;

import dev.bbq.api.store.StoreProvider;
import dev.bbq.tck.store.StoreCompatibilityKit;

/** All that the kit asks of a store. */
class TreeStoreTest extends StoreCompatibilityKit {

  @Override
  protected StoreProvider provider() {
    return new TreeStoreProvider();
  }
}
