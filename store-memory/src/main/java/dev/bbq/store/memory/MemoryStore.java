// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store on the heap. All its stages are complete on return.
 *
 * <p>No thread ever holds two locks. An append to several queues first makes sure that none of them
 * has ended, then visits them one by one; a queue that ends in between swallows its messages, as if
 * it had ended just after.
 */
final class MemoryStore implements QueueStore {

  /** Shared by all calls that return nothing. */
  static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private static final int MAX_NAME_BYTES = 300;

  private final long maxMessageBytes;
  private final AtomicLong residentBytes = new AtomicLong();
  private final Map<String, MemoryQueue> queues = new HashMap<>(); // its monitor guards it
  private volatile boolean closed; // written under the monitor of queues

  MemoryStore(long maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public CompletionStage<List<RecoveredQueue>> recover() {
    return closed ? failedAsClosed() : CompletableFuture.completedFuture(List.of());
  }

  @Override
  public CompletionStage<StoreQueue> create(String name, byte[] definition) {
    checkName(name);
    synchronized (queues) {
      if (closed) {
        return failedAsClosed();
      }
      if (queues.containsKey(name)) {
        return failed("queue is there already: name=" + name);
      }
      MemoryQueue queue = new MemoryQueue(this, name);
      queues.put(name, queue);
      return CompletableFuture.completedFuture(queue);
    }
  }

  @Override
  public CompletionStage<long[]> append(List<Append> appends) {
    Batch batch = Batch.of(this, appends);
    if (closed) {
      return failedAsClosed();
    }
    if (batch.largestMessage() > maxMessageBytes) {
      return failed(
          "message too large: bytes=%d, max=%d".formatted(batch.largestMessage(), maxMessageBytes));
    }
    for (int i = 0; i < batch.size(); i++) {
      String end = batch.queue(i).end();
      if (end != null) {
        return failed(end);
      }
    }
    // Counted before anyone can settle them, so that the sum never falls below zero.
    residentBytes.addAndGet(batch.residentBytes());
    long[] firsts = new long[batch.size()];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = batch.queue(i).append(batch.slots(i));
    }
    return CompletableFuture.completedFuture(firsts);
  }

  @Override
  public long residentBytes() {
    return residentBytes.get();
  }

  @Override
  public CompletionStage<Void> close() {
    List<MemoryQueue> left;
    synchronized (queues) {
      closed = true;
      left = List.copyOf(queues.values());
      queues.clear();
    }
    left.forEach(queue -> queue.end("store closed: name=memory"));
    return DONE;
  }

  /** Forgets a queue, unless it has been forgotten before. */
  CompletionStage<Void> drop(MemoryQueue queue) {
    synchronized (queues) {
      if (closed) {
        return failedAsClosed();
      }
      queues.remove(queue.name(), queue);
    }
    queue.end("queue dropped: name=" + queue.name());
    return DONE;
  }

  /** Learns that less is taken; negative for more. */
  void freed(long bytes) {
    if (bytes != 0) {
      residentBytes.addAndGet(-bytes);
    }
  }

  static <T> CompletionStage<T> failed(String message) {
    return CompletableFuture.failedFuture(new StoreException(message));
  }

  private static <T> CompletionStage<T> failedAsClosed() {
    return failed("store closed: name=memory");
  }

  private static void checkName(String name) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > MAX_NAME_BYTES) {
      throw new IllegalArgumentException(
          "queue name of wrong length: bytes=%d, max=%d".formatted(bytes, MAX_NAME_BYTES));
    }
  }
}
