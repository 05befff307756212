// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.store.caffeine.Batch.Part;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store whose messages lie in blocks. A full block goes to the cache; what the cache has no room
 * for is written, and read back when its turn comes.
 *
 * <p>Locks are taken in this order: of a queue, of a block. The cache is called without any, and
 * itself calls under its own nothing but {@link #evicted}. An append to several queues first makes
 * sure that none of them has ended, then visits them one by one; a queue that ends in between
 * swallows its messages, as if it had ended just after.
 */
final class CaffeineStore implements QueueStore {

  /** Shared by all calls that return nothing. */
  static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  static final String CLOSED = "store closed: name=caffeine";

  private static final int MAX_NAME_BYTES = 300;

  /** How often a block is used in the eyes of the cache when it is needed soon. */
  private static final int RECOMMENDATIONS = 6;

  private final Budget budget;
  private final long maxMessageBytes;
  private final SpillFolder folder;
  private final Heap heap = new Heap();
  private final OpenBlocks openBlocks = new OpenBlocks();
  private final Cache<Block, Block> cache;
  private final Spiller spiller;
  private final Loader loader;
  private final Gate gate;
  private final AtomicLong nextBlock = new AtomicLong();
  private final Map<String, CaffeineQueue> queues = new HashMap<>(); // its monitor guards it
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean closed; // written under the monitor of queues

  private CaffeineStore(SpillFolder folder, Budget budget, long maxMessageBytes) {
    this.folder = folder;
    this.budget = budget;
    this.maxMessageBytes = maxMessageBytes;
    gate = new Gate(this::mayAnswer);
    spiller = new Spiller(folder, budget.segment(), gate::look);
    loader = new Loader(heap, budget.warm());
    cache =
        Caffeine.newBuilder()
            .maximumWeight(budget.cached())
            .weigher((Block block, Block same) -> block.isNeededSoon() ? 0 : weight(block))
            .executor(Runnable::run) // no threads but our own
            .evictionListener((block, same, cause) -> evicted(block))
            .build();
  }

  static CaffeineStore open(Path folder, Budget budget, long maxMessageBytes)
      throws StoreException {
    CaffeineStore store =
        new CaffeineStore(SpillFolder.open(folder, budget.disk()), budget, maxMessageBytes);
    store.start();
    return store;
  }

  private void start() {
    Thread loading = Thread.ofPlatform().daemon().name("bbq-store-load").start(loader);
    Thread.ofPlatform().daemon().name("bbq-store-spill").start(() -> spill(loading));
  }

  private void spill(Thread loading) {
    spiller.run();
    try {
      loading.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException("thread of the store interrupted by others", e);
    } finally {
      folder.close();
      ended.complete(null);
    }
  }

  @Override
  public CompletionStage<List<RecoveredQueue>> recover() {
    return closed ? failed(CLOSED) : CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<StoreQueue> create(String name, byte[] definition) {
    checkName(name);
    synchronized (queues) {
      if (closed) {
        return failed(CLOSED);
      }
      if (queues.containsKey(name)) {
        return failed("queue is there already: name=" + name);
      }
      CaffeineQueue queue = new CaffeineQueue(this, name);
      queues.put(name, queue);
      return CompletableFuture.completedFuture(queue);
    }
  }

  @Override
  public CompletionStage<long[]> append(List<Append> appends) {
    Batch batch = Batch.of(this, appends);
    String refusal = refusal(batch);
    if (refusal != null) {
      return failed(refusal);
    }
    List<Block> sealed = new ArrayList<>(0);
    List<Block> dead = new ArrayList<>(0);
    long[] firsts = new long[batch.parts().size()];
    for (Part part : batch.parts()) {
      firsts[part.index()] = part.queue().append(part, batch, sealed, dead);
    }
    keep(sealed);
    forget(dead);
    sealOldest();
    return gate.pass(firsts);
  }

  private @Nullable String refusal(Batch batch) {
    if (closed) {
      return CLOSED;
    }
    if (batch.largestMessage() > maxMessageBytes) {
      return "message too large: bytes=%d, max=%d"
          .formatted(batch.largestMessage(), maxMessageBytes);
    }
    for (Part part : batch.parts()) {
      String end = part.queue().end();
      if (end != null) {
        return end;
      }
    }
    // The watermark has publishers wait before; this is for what is on the way then.
    String trouble = spiller.trouble();
    return trouble != null && heap.total() > budget.heap() + budget.pending() ? trouble : null;
  }

  /** Tells whether appends may be answered: what can't be written has none wait. */
  private boolean mayAnswer() {
    return heap.in(State.PENDING) <= budget.pending() || spiller.trouble() != null || closed;
  }

  @Override
  public long residentBytes() {
    return heap.total();
  }

  @Override
  public CompletionStage<Void> close() {
    List<CaffeineQueue> left;
    synchronized (queues) {
      closed = true;
      left = List.copyOf(queues.values());
      queues.clear();
    }
    gate.look();
    left.forEach(queue -> queue.end(CLOSED));
    loader.close();
    spiller.close();
    return ended;
  }

  /** Forgets a queue, unless it has been forgotten before. */
  CompletionStage<Void> drop(CaffeineQueue queue) {
    synchronized (queues) {
      if (closed) {
        return failed(CLOSED);
      }
      queues.remove(queue.name(), queue);
    }
    queue.end("queue dropped: name=" + queue.name());
    return DONE;
  }

  // --- for queues

  Heap heap() {
    return heap;
  }

  Loader loader() {
    return loader;
  }

  /** Returns how far behind a reader may be to be taken for one that keeps up. */
  long closeBytes() {
    return budget.cached() / 2;
  }

  int blockBytes() {
    return budget.block();
  }

  Block openBlock() {
    Block block = new Block(heap, nextBlock.getAndIncrement());
    openBlocks.add(block);
    return block;
  }

  /** Has a block take no more. Returns whether it is to be {@linkplain #keep kept}. */
  boolean seal(Block block) {
    openBlocks.remove(block);
    return block.seal();
  }

  /** Leaves full blocks to the cache; without a lock. */
  void keep(List<Block> sealed) {
    for (Block block : sealed) {
      if (block.isNeededSoon()) {
        recommend(block);
      }
      cache.put(block, block);
      if (block.state() == State.DEAD) {
        cache.invalidate(block); // settled just before it was there
      }
    }
  }

  /**
   * Has the cache take a block for one that is often used, so that it turns out one of a backlog
   * that nobody reads, and not this one. Until it is in, it weighs nothing.
   */
  private void recommend(Block block) {
    cache.put(block, block);
    for (int i = 0; i < RECOMMENDATIONS; i++) {
      Block unused = cache.getIfPresent(block);
    }
    block.neededSoon(false);
  }

  /** Has the cache forget blocks; without a lock. */
  void forget(List<Block> dead) {
    dead.forEach(cache::invalidate);
  }

  /** Counts what is there beside the messages; negative for less. */
  void addOverhead(long bytes) {
    heap.addOverhead(bytes);
  }

  /** Closes blocks that still take messages, when they take too much together. */
  private void sealOldest() {
    while (heap.in(State.OPEN) > budget.open()) {
      Block oldest = openBlocks.poll();
      if (oldest == null) {
        return; // others are at it
      }
      if (oldest.seal()) {
        keep(List.of(oldest));
      }
    }
  }

  private static int weight(Block block) {
    return Math.toIntExact(block.bytes());
  }

  private void evicted(@Nullable Block block) {
    if (block != null && block.evict()) {
      spiller.add(block);
    }
  }

  static <T> CompletionStage<T> failed(String message) {
    return CompletableFuture.failedFuture(new StoreException(message));
  }

  private static void checkName(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "queue name of wrong length: bytes=%d, max=%d".formatted(bytes, MAX_NAME_BYTES));
    }
  }
}
