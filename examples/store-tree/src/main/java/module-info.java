// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

module org.example.tree {
  requires dev.bbq.api;

  provides dev.bbq.api.store.StoreProvider with
      org.example.tree.TreeStoreProvider;
}
