// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreCapabilities.Durability;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreProvider;

/**
 * The kind of store that keeps messages on the heap as far as there is room, and the rest in files
 * that it forgets with the process.
 */
public final class CaffeineStoreProvider implements StoreProvider {

  /** The largest message, with room to spare in a file that it is alone in. */
  private static final int LARGEST_MESSAGE = 1 << 30;

  private static final StoreCapabilities CAPABILITIES =
      new StoreCapabilities(Durability.MEMORY, false, true, LARGEST_MESSAGE);

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public CaffeineStoreProvider() {}

  @Override
  public String name() {
    return "caffeine";
  }

  @Override
  public StoreCapabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  public QueueStore open(StoreContext context) throws StoreException {
    Budget budget = Budget.of(context.maxHeapBytes(), context.maxDiskBytes());
    return CaffeineStore.open(context.dataDirectory(), budget, LARGEST_MESSAGE);
  }
}
