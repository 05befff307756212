// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The store of {@link LastingStoreProvider}: one monitor, and a sorted map for each queue. */
final class LastingStore implements QueueStore {

  /** What outlives the store. */
  static final class Content {
    private final TreeMap<String, Queue> queues = new TreeMap<>();
  }

  private final Content content;
  private boolean closed;

  LastingStore(Content content) {
    this.content = content;
    content.queues.values().forEach(queue -> queue.store = this);
  }

  @Override
  public synchronized CompletionStage<List<RecoveredQueue>> recover() {
    return call(
        null, () -> content.queues.values().stream().map(queue -> queue.recovered()).toList());
  }

  @Override
  public synchronized CompletionStage<StoreQueue> create(String name, byte[] definition) {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > 255 || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("queue name of wrong form: bytes=" + bytes);
    }
    if (!closed && content.queues.containsKey(name)) {
      return failed("queue is there already: name=" + name);
    }
    return call(
        null,
        () -> {
          Queue queue = new Queue(name, definition, this);
          content.queues.put(name, queue);
          return queue;
        });
  }

  @Override
  public synchronized CompletionStage<long[]> append(List<Append> appends) {
    check(appends);
    for (Append append : appends) {
      if (!closed && ((Queue) append.queue()).dropped) {
        return failed("queue dropped: name=" + ((Queue) append.queue()).name);
      }
      for (StoredMessage message : append.messages()) {
        if (!closed && message.size() > LastingStoreProvider.MAX_MESSAGE_BYTES) {
          return failed("message too large: max=" + LastingStoreProvider.MAX_MESSAGE_BYTES);
        }
      }
    }
    return call(
        null,
        () ->
            appends.stream()
                .mapToLong(append -> ((Queue) append.queue()).add(append.messages()))
                .toArray());
  }

  private void check(List<Append> appends) {
    Set<StoreQueue> queues = new HashSet<>();
    if (appends.isEmpty() || appends.stream().anyMatch(append -> append.messages().isEmpty())) {
      throw new IllegalArgumentException("nothing to append: appends=" + appends.size());
    }
    for (Append append : appends) {
      if (!(append.queue() instanceof Queue queue && queue.store == this)) {
        throw new IllegalArgumentException("queue of another store");
      }
      if (!queues.add(queue)) {
        throw new IllegalArgumentException("two appends to one queue: queue=" + queue.name);
      }
    }
  }

  @Override
  public synchronized long residentBytes() {
    Set<StoredMessage> messages = new HashSet<>();
    content.queues.values().forEach(queue -> queue.messages(messages));
    return messages.stream().mapToLong(message -> 1L + message.size()).sum();
  }

  @Override
  public synchronized CompletionStage<Void> close() {
    closed = true;
    return completedFuture(null);
  }

  private <T extends @Nullable Object> CompletionStage<T> call(
      @Nullable Queue queue, Supplier<T> action) {
    synchronized (this) {
      if (closed) {
        return failed("store closed");
      }
      if (queue != null && queue.dropped) {
        return failed("queue dropped: name=" + queue.name);
      }
      return completedFuture(action.get());
    }
  }

  private static <T extends @Nullable Object> CompletionStage<T> failed(String message) {
    return failedFuture(new StoreException(message));
  }

  private static final class Queue implements StoreQueue {

    private final String name;
    private final byte[] definition;
    private final TreeMap<Long, StoredRecord> records = new TreeMap<>();
    private LastingStore store;
    private long next;
    private boolean dropped;

    Queue(String name, byte[] definition, LastingStore store) {
      this.name = name;
      this.definition = definition;
      this.store = store;
    }

    long add(List<StoredMessage> messages) {
      long first = next;
      messages.forEach(
          message -> {
            records.put(next, new StoredRecord(next, 0, message));
            next++;
          });
      return first;
    }

    void messages(Set<StoredMessage> into) {
      records.values().forEach(kept -> into.add(kept.message()));
    }

    RecoveredQueue recovered() {
      long first = records.isEmpty() ? next : records.firstKey();
      return new RecoveredQueue(name, definition, this, first, next, records.size());
    }

    @Override
    public CompletionStage<Page> read(long fromSequence, int maxRecords, long maxBytes) {
      if (fromSequence < 0 || maxRecords < 1 || maxBytes < 1) {
        throw new IllegalArgumentException(
            "read out of range: fromSequence=%d, maxRecords=%d, maxBytes=%d"
                .formatted(fromSequence, maxRecords, maxBytes));
      }
      return store.call(this, () -> page(fromSequence, maxRecords, maxBytes));
    }

    private Page page(long fromSequence, int maxRecords, long maxBytes) {
      List<StoredRecord> page = new ArrayList<>();
      long bytes = 0;
      for (StoredRecord kept : records.tailMap(fromSequence).values()) {
        bytes += kept.message().size();
        if (page.size() == maxRecords || (bytes > maxBytes && !page.isEmpty())) {
          return new Page(page, kept.sequence());
        }
        page.add(kept);
      }
      return new Page(page, next);
    }

    @Override
    public CompletionStage<Void> settle(Sequences sequences) {
      return store.call(
          this,
          () -> {
            for (int i = 0; i < sequences.ranges(); i++) {
              range(sequences, i).clear();
            }
            return null;
          });
    }

    private NavigableMap<Long, StoredRecord> range(Sequences sequences, int i) {
      return records.subMap(sequences.first(i), true, sequences.last(i), true);
    }

    @Override
    public CompletionStage<Void> release(Sequences sequences, int failures, long notBeforeMs) {
      if (failures < 1 || notBeforeMs < 0) {
        throw new IllegalArgumentException(
            "release out of range: failures=%d, notBeforeMs=%d".formatted(failures, notBeforeMs));
      }
      return store.call(
          this,
          () -> {
            for (int i = 0; i < sequences.ranges(); i++) {
              range(sequences, i)
                  .replaceAll(
                      (sequence, kept) ->
                          new StoredRecord(
                              sequence,
                              Math.clamp((long) kept.failures() + failures, 0, Integer.MAX_VALUE),
                              kept.message()));
            }
            return null;
          });
    }

    @Override
    public CompletionStage<Void> drop() {
      if (dropped) {
        return completedFuture(null);
      }
      return store.call(
          this,
          () -> {
            dropped = true;
            records.clear();
            store.content.queues.remove(name, this);
            return null;
          });
    }
  }
}
