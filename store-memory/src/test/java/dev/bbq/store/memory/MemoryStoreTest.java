// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.StoreProvider;
import dev.bbq.tck.store.StoreCompatibilityKit;

/** {@link StoreCompatibilityKit} for {@code memory}. */
class MemoryStoreTest extends StoreCompatibilityKit {

  /** Small, so that a message can be too large. */
  private static final int MAX_MESSAGE_BYTES = 2 << 20;

  @Override
  protected StoreProvider provider() {
    return new MemoryStoreProvider();
  }

  @Override
  protected StoreProvider providerOfSmallMessages() {
    return new MemoryStoreProvider(MAX_MESSAGE_BYTES);
  }
}
