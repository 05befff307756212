// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tree;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Messages by their sequence; the monitor of the store guards it. */
final class TreeQueue implements StoreQueue {

  private final TreeStore store;
  private final String name;
  private final TreeMap<Long, StoredRecord> records = new TreeMap<>();
  private long nextSequence;
  private boolean dropped;

  TreeQueue(TreeStore store, String name) {
    this.store = store;
    this.name = name;
  }

  boolean isOf(TreeStore other) {
    return store == other;
  }

  boolean isDropped() {
    return dropped;
  }

  String dropped() {
    return "queue dropped: name=" + name;
  }

  /** Adds messages at the tail and returns the sequence of the first. */
  long add(List<StoredMessage> messages) {
    long first = nextSequence;
    for (StoredMessage message : messages) {
      records.put(nextSequence, new StoredRecord(nextSequence, 0, message));
      nextSequence++;
      store.keep(message);
    }
    return first;
  }

  @Override
  public CompletionStage<Page> read(long fromSequence, int maxRecords, long maxBytes) {
    if (fromSequence < 0 || maxRecords < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "read out of range: fromSequence=%d, maxRecords=%d, maxBytes=%d"
              .formatted(fromSequence, maxRecords, maxBytes));
    }
    return whileThere(
        () -> {
          List<StoredRecord> page = new ArrayList<>();
          long bytes = 0;
          for (StoredRecord found : records.tailMap(fromSequence).values()) {
            bytes += found.message().size();
            if (page.size() == maxRecords || (bytes > maxBytes && !page.isEmpty())) {
              return new Page(page, found.sequence());
            }
            page.add(found);
          }
          return new Page(page, nextSequence);
        });
  }

  @Override
  public CompletionStage<Void> settle(Sequences sequences) {
    return whileThere(
        () -> {
          for (int i = 0; i < sequences.ranges(); i++) {
            NavigableMap<Long, StoredRecord> settled = kept(sequences, i);
            settled.values().forEach(gone -> store.release(gone.message()));
            settled.clear();
          }
          return null;
        });
  }

  @Override
  public CompletionStage<Void> release(Sequences sequences, int failures, long notBeforeMs) {
    if (failures < 1 || notBeforeMs < 0) {
      throw new IllegalArgumentException(
          "release out of range: failures=%d, notBeforeMs=%d".formatted(failures, notBeforeMs));
    }
    return whileThere(
        () -> {
          for (int i = 0; i < sequences.ranges(); i++) {
            kept(sequences, i).replaceAll((sequence, old) -> failed(old, failures));
          }
          return null;
        });
  }

  private static StoredRecord failed(StoredRecord old, int failures) {
    long sum = Math.min((long) old.failures() + failures, Integer.MAX_VALUE);
    return new StoredRecord(old.sequence(), (int) sum, old.message());
  }

  /** Returns what is kept of a range, which may be far longer than the queue. */
  private NavigableMap<Long, StoredRecord> kept(Sequences sequences, int range) {
    return records.subMap(sequences.first(range), true, sequences.last(range), true);
  }

  @Override
  public CompletionStage<Void> drop() {
    synchronized (store) {
      if (store.isClosed()) {
        return TreeStore.failed("store closed: name=tree");
      }
      if (!dropped) {
        dropped = true;
        store.forget(name);
        records.values().forEach(gone -> store.release(gone.message()));
        records.clear();
      }
      return completedFuture(null);
    }
  }

  private <T> CompletionStage<T> whileThere(Supplier<T> work) {
    synchronized (store) {
      if (store.isClosed()) {
        return TreeStore.failed("store closed: name=tree");
      }
      return dropped ? TreeStore.failed(dropped()) : completedFuture(work.get());
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
