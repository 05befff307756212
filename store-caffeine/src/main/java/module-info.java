// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A store plugin that keeps messages on the heap as far as its share of it goes, and the rest in
 * temporary files; its name is {@code caffeine}.
 *
 * @provides dev.bbq.api.store.StoreProvider the store named {@code caffeine}
 */
module dev.bbq.store.caffeine {
  requires com.github.benmanes.caffeine;
  requires dev.bbq.api;
  requires static org.jspecify;

  provides dev.bbq.api.store.StoreProvider with
      dev.bbq.store.caffeine.CaffeineStoreProvider;
}
