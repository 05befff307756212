// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tree;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreProvider;

/** Stores that keep messages in sorted maps: what the service loader finds. */
public final class TreeStoreProvider implements StoreProvider {

  private static final int MAX_MESSAGE_BYTES = 16 << 20;

  /** Does nothing, as a provider's constructor should. */
  public TreeStoreProvider() {}

  @Override
  public String name() {
    return "tree";
  }

  @Override
  public StoreCapabilities capabilities() {
    return new StoreCapabilities(
        StoreCapabilities.Durability.MEMORY, false, false, MAX_MESSAGE_BYTES);
  }

  @Override
  public QueueStore open(StoreContext context) {
    return new TreeStore(MAX_MESSAGE_BYTES);
  }
}
