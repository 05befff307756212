// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreProvider;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A store that is right and slow, and survives the restarts of a test. */
final class LastingStoreProvider implements StoreProvider {

  static final int MAX_MESSAGE_BYTES = 2 << 20;

  private final Map<Path, LastingStore.Content> contents = new ConcurrentHashMap<>();

  @Override
  public String name() {
    return "lasting";
  }

  @Override
  public StoreCapabilities capabilities() {
    return new StoreCapabilities(
        StoreCapabilities.Durability.LOCAL_SYNC, true, false, MAX_MESSAGE_BYTES);
  }

  @Override
  public QueueStore open(StoreContext context) {
    return new LastingStore(
        contents.computeIfAbsent(context.dataDirectory(), folder -> new LastingStore.Content()));
  }
}
