// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreCapabilities.Durability;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreProvider;

/** The kind of store that keeps messages on the heap and forgets them with the process. */
public final class MemoryStoreProvider implements StoreProvider {

  /** As large as an array can be on every JVM. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 64;

  private final StoreCapabilities capabilities;

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public MemoryStoreProvider() {
    this(LARGEST_ARRAY);
  }

  MemoryStoreProvider(int maxMessageBytes) {
    capabilities = new StoreCapabilities(Durability.MEMORY, false, false, maxMessageBytes);
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public StoreCapabilities capabilities() {
    return capabilities;
  }

  @Override
  public QueueStore open(StoreContext context) {
    return new MemoryStore(capabilities.maxMessageBytes());
  }
}
