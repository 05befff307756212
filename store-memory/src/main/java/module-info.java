// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A store plugin that keeps the messages of queues on the heap; its name is {@code memory}.
 *
 * @provides dev.bbq.api.store.StoreProvider the store named {@code memory}
 */
module dev.bbq.store.memory {
  requires dev.bbq.api;
  requires static org.jspecify;

  provides dev.bbq.api.store.StoreProvider with
      dev.bbq.store.memory.MemoryStoreProvider;
}
