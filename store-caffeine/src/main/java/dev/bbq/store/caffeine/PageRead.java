// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One read of a queue. It fills its page from the heap; when something is missing there, it has
 * that read back and begins again, until all is there.
 */
final class PageRead {

  /** How many blocks behind the page are read back before they are asked for. */
  private static final int BLOCKS_AHEAD = 4;

  private final CaffeineQueue queue;
  private final Loader loader;
  private final long from;
  private final int maxRecords;
  private final long maxBytes;

  // What was read back for this page; the blocks themselves may have to forget it before.
  private final Map<Block, @Nullable StoredMessage[]> loaded = new HashMap<>();
  private final CompletableFuture<Page> result = new CompletableFuture<>();

  PageRead(CaffeineQueue queue, Loader loader, long from, int maxRecords, long maxBytes) {
    this.queue = queue;
    this.loader = loader;
    this.from = from;
    this.maxRecords = maxRecords;
    this.maxBytes = maxBytes;
  }

  long from() {
    return from;
  }

  int maxRecords() {
    return maxRecords;
  }

  long maxBytes() {
    return maxBytes;
  }

  CompletionStage<Page> start() {
    goOn();
    return result;
  }

  private void goOn() {
    try {
      tryGoOn();
    } catch (RuntimeException | OutOfMemoryError e) { // else nobody would ever get an answer
      result.completeExceptionally(new StoreException("page not filled: cause=" + e, e));
    }
  }

  private void tryGoOn() {
    switch (queue.assemble(this, loaded)) {
      case Assembly.Done done -> {
        lookAhead(done.page().nextSequence());
        result.complete(done.page());
      }
      case Assembly.Failed failed ->
          result.completeExceptionally(new StoreException(failed.reason()));
      case Assembly.Missing missing -> loader.load(missing.blocks(), this::loaded);
    }
  }

  private void loaded(
      Map<Block, @Nullable StoredMessage[]> blocks, @Nullable StoreException failure) {
    if (failure == null) {
      loaded.putAll(blocks);
      goOn();
    } else {
      result.completeExceptionally(failure);
    }
  }

  /** Has the next blocks read back, and those forget it that are done with. */
  private void lookAhead(long nextSequence) {
    List<Block> next = queue.blocksFrom(nextSequence, BLOCKS_AHEAD + loaded.size());
    Set<Block> needed = new HashSet<>(next);
    for (Block block : loaded.keySet()) {
      if (!needed.contains(block) && !block.isShared()) {
        block.cool();
      }
    }
    List<Block> ahead = new ArrayList<>(0);
    for (Block block : next) {
      if (ahead.size() < BLOCKS_AHEAD && block.messages() == null) {
        ahead.add(block);
      }
    }
    if (!ahead.isEmpty()) {
      loader.loadAhead(ahead);
    }
  }
}
