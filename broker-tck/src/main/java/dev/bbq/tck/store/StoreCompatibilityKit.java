// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import dev.bbq.api.store.StoreProvider;
import org.junit.jupiter.api.Nested;

/**
 * All that a store must prove. Extend it in a test of your own and say how your provider is made:
 *
 * <pre>{@code
 * class MyStoreTest extends StoreCompatibilityKit {
 *   protected StoreProvider provider() {
 *     return new MyStoreProvider();
 *   }
 * }
 * }</pre>
 *
 * <p>Tests of what a store can't do by its {@linkplain StoreProvider#capabilities() capabilities}
 * are skipped.
 */
public abstract class StoreCompatibilityKit {

  /** For subclasses. */
  protected StoreCompatibilityKit() {}

  /** Returns a new provider of the store under test. */
  protected abstract StoreProvider provider();

  /**
   * Returns a new provider whose largest message is small, if there is such a setting, so that a
   * message that is too large fits into the heap of the test.
   */
  protected StoreProvider providerOfSmallMessages() {
    return provider();
  }

  /** {@link AppendContract} for the store under test. */
  @Nested
  class Append extends AppendContract {
    @Override
    protected StoreProvider provider() {
      return providerOfSmallMessages();
    }
  }

  /** {@link ReadContract} for the store under test. */
  @Nested
  class Read extends ReadContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }

  /** {@link SettleContract} for the store under test. */
  @Nested
  class Settle extends SettleContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }

  /** {@link LifecycleContract} for the store under test. */
  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }

  /** {@link ConcurrencyContract} for the store under test. */
  @Nested
  class Concurrency extends ConcurrencyContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }

  /** {@link ModelContract} for the store under test. */
  @Nested
  class Model extends ModelContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }

  /** {@link ProviderContract} for the store under test. */
  @Nested
  class Provider extends ProviderContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }

  /** {@link BacklogContract} for the store under test. */
  @Nested
  class Backlog extends BacklogContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }

  /** {@link CloseContract} for the store under test. */
  @Nested
  class Close extends CloseContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }

  /** {@link RecoveryContract} for the store under test. */
  @Nested
  class Recovery extends RecoveryContract {
    @Override
    protected StoreProvider provider() {
      return StoreCompatibilityKit.this.provider();
    }
  }
}
