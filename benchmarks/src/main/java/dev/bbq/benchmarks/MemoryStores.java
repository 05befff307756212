// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks;

import dev.bbq.api.plugin.Stores;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Opens stores on the heap. */
final class MemoryStores {

  private MemoryStores() {}

  static QueueStore open() throws StoreException {
    return Stores.find(Optional.of("memory"))
        .open(new StoreContext(Path.of("unused"), InstantSource.system(), 1L << 30, 1L << 30));
  }
}
