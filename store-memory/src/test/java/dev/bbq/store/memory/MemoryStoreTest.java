// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.StoreProvider;
import org.junit.jupiter.api.Nested;

class MemoryStoreTest {

  /** Small, so that a message can be too large. */
  private static final int MAX_MESSAGE_BYTES = 2 << 20;

  @Nested
  class Append extends AppendContract {
    @Override
    protected StoreProvider provider() {
      return new MemoryStoreProvider(MAX_MESSAGE_BYTES);
    }
  }

  @Nested
  class Read extends ReadContract {
    @Override
    protected StoreProvider provider() {
      return new MemoryStoreProvider();
    }
  }

  @Nested
  class Settle extends SettleContract {
    @Override
    protected StoreProvider provider() {
      return new MemoryStoreProvider();
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected StoreProvider provider() {
      return new MemoryStoreProvider();
    }
  }

  @Nested
  class Concurrency extends ConcurrencyContract {
    @Override
    protected StoreProvider provider() {
      return new MemoryStoreProvider();
    }
  }

  @Nested
  class Model extends ModelContract {
    @Override
    protected StoreProvider provider() {
      return new MemoryStoreProvider();
    }
  }
}
