// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tree;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Queues by name, and one monitor for all of it: sound, but slow. */
final class TreeStore implements QueueStore {

  private static final int MAX_NAME_BYTES = 300;

  private final int maxMessageBytes;
  private final Map<String, TreeQueue> queues = new HashMap<>();
  private final Map<StoredMessage, Integer> holders = new HashMap<>(); // how many queues keep it
  private boolean closed;
  private long bytes;

  TreeStore(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  @Override
  public synchronized CompletionStage<List<RecoveredQueue>> recover() {
    return closed ? failed("store closed: name=tree") : completedFuture(List.of());
  }

  @Override
  public synchronized CompletionStage<StoreQueue> create(String name, byte[] definition) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("queue name out of range: bytes=" + length);
    }
    if (closed) {
      return failed("store closed: name=tree");
    }
    if (queues.containsKey(name)) {
      return failed("queue is there already: name=" + name);
    }
    var queue = new TreeQueue(this, name);
    queues.put(name, queue);
    return completedFuture(queue);
  }

  @Override
  public synchronized CompletionStage<long[]> append(List<Append> appends) {
    List<TreeQueue> targets = targetsOf(appends);
    if (closed) {
      return failed("store closed: name=tree");
    }
    for (TreeQueue target : targets) { // all are kept or none, so all is judged before
      if (target.isDropped()) {
        return failed(target.dropped());
      }
    }
    for (Append append : appends) {
      for (StoredMessage message : append.messages()) {
        if (message.size() > maxMessageBytes) {
          return failed(
              "message too large: bytes=%d, max=%d".formatted(message.size(), maxMessageBytes));
        }
      }
    }
    long[] firsts = new long[appends.size()];
    for (int i = 0; i < firsts.length; i++) {
      firsts[i] = targets.get(i).add(appends.get(i).messages());
    }
    return completedFuture(firsts);
  }

  /** Requires what every caller has to keep to; only here may something be thrown. */
  private List<TreeQueue> targetsOf(List<Append> appends) {
    List<TreeQueue> targets = new ArrayList<>();
    for (Append append : appends) {
      if (!(append.queue() instanceof TreeQueue queue) || !queue.isOf(this)) {
        throw new IllegalArgumentException("queue of another store: queue=" + append.queue());
      }
      if (targets.contains(queue)) {
        throw new IllegalArgumentException("two appends to one queue: queue=" + queue);
      }
      targets.add(queue);
    }
    if (appends.isEmpty() || appends.stream().anyMatch(append -> append.messages().isEmpty())) {
      throw new IllegalArgumentException("nothing to append: queues=" + targets);
    }
    return targets;
  }

  @Override
  public synchronized long residentBytes() {
    return bytes;
  }

  @Override
  public synchronized CompletionStage<Void> close() {
    closed = true;
    queues.clear();
    return completedFuture(null);
  }

  // --- for its queues, which hold its monitor

  boolean isClosed() {
    return closed;
  }

  void forget(String queue) {
    queues.remove(queue);
  }

  /** Counts a body that one queue more keeps. The object's identity is that of the body. */
  void keep(StoredMessage message) {
    if (holders.merge(message, 1, Integer::sum) == 1) {
      bytes += message.size();
    }
  }

  /** Counts a body that one queue less keeps. */
  void release(StoredMessage message) {
    if (holders.merge(message, -1, Integer::sum) == 0) {
      holders.remove(message);
      bytes -= message.size();
    }
  }

  static <T> CompletionStage<T> failed(String problem) {
    return failedFuture(new StoreException(problem));
  }
}
