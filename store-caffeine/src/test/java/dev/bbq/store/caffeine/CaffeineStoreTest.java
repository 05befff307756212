// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.tck.store.StoreCompatibilityKit;
import org.junit.jupiter.api.Nested;

/** {@link StoreCompatibilityKit} for {@code caffeine}. */
class CaffeineStoreTest {

  /** Small, so that a message can be too large. */
  private static final int MAX_MESSAGE_BYTES = 2 << 20;

  /** All stays on the heap. */
  @Nested
  class OnTheHeap extends StoreCompatibilityKit {
    @Override
    protected StoreProvider provider() {
      return new CaffeineStoreProvider();
    }

    @Override
    protected StoreProvider providerOfSmallMessages() {
      return new Bounded(256 << 20);
    }
  }

  /** Next to nothing stays on the heap. */
  @Nested
  class OnDisk extends StoreCompatibilityKit {
    @Override
    protected StoreProvider provider() {
      return new Bounded(64 << 10);
    }
  }

  /** The provider with a share of the heap of its own, but for tests of just that. */
  private record Bounded(long heapBytes) implements StoreProvider {

    private static final long LARGE = 64 << 20;

    @Override
    public String name() {
      return "caffeine";
    }

    @Override
    public StoreCapabilities capabilities() {
      return new StoreCapabilities(
          StoreCapabilities.Durability.MEMORY, false, true, MAX_MESSAGE_BYTES);
    }

    @Override
    public QueueStore open(StoreContext context) throws StoreException {
      long share = context.maxHeapBytes() > LARGE ? heapBytes : context.maxHeapBytes();
      return CaffeineStore.open(
          context.dataDirectory(), Budget.of(share, context.maxDiskBytes()), MAX_MESSAGE_BYTES);
    }
  }
}
