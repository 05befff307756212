// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.testkit;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;

/** One queue of a {@link TestStore}. */
public final class TestLog implements StoreQueue {

  private final TestStore store;
  private final String name;
  private final NavigableMap<Long, StoredRecord> kept = new TreeMap<>();
  private final TreeSet<Long> appending = new TreeSet<>();
  private long next;
  private boolean dropped;

  TestLog(TestStore store, String name) {
    this.store = store;
    this.name = name;
  }

  /** Returns what is kept, in order. */
  public synchronized List<StoredRecord> records() {
    return List.copyOf(kept.values());
  }

  /** Tells whether the queue was dropped. */
  public synchronized boolean isDropped() {
    return dropped;
  }

  synchronized long bytes() {
    return kept.values().stream().mapToLong(record -> record.message().size()).sum();
  }

  synchronized long begin(int count) {
    long first = next;
    next += count;
    appending.add(first);
    return first;
  }

  synchronized void requireThere() throws StoreException {
    if (dropped) {
      throw new StoreException("queue was dropped: name=%s".formatted(name));
    }
  }

  synchronized void keep(long first, StoredMessage[] messages) {
    for (int i = 0; i < messages.length; i++) {
      kept.put(first + i, new StoredRecord(first + i, 0, messages[i]));
    }
    appending.remove(first);
  }

  synchronized void giveUp(long first) {
    appending.remove(first);
  }

  /** Looks at once, whenever the page is handed over. */
  @Override
  public CompletionStage<Page> read(long fromSequence, int maxRecords, long maxBytes) {
    Page page = page(fromSequence, maxRecords, maxBytes);
    return store.call(
        Op.READ,
        () -> {
          requireThere();
          return page;
        },
        () -> {});
  }

  private synchronized Page page(long from, int maxRecords, long maxBytes) {
    long end = appending.isEmpty() ? next : appending.first();
    List<StoredRecord> records = new ArrayList<>();
    long bytes = 0;
    if (from < end) {
      for (StoredRecord record : kept.subMap(from, end).values()) {
        bytes += record.message().size();
        if (records.size() == maxRecords || (!records.isEmpty() && bytes > maxBytes)) {
          return new Page(records, record.sequence());
        }
        records.add(record);
      }
    }
    return new Page(records, Math.max(from, end));
  }

  @Override
  public CompletionStage<Void> settle(Sequences sequences) {
    return store.<Void>call(
        Op.SETTLE,
        () -> {
          settleNow(sequences);
          return null;
        },
        () -> {});
  }

  private synchronized void settleNow(Sequences sequences) throws StoreException {
    requireThere();
    for (int i = 0; i < sequences.ranges(); i++) {
      kept.subMap(sequences.first(i), true, sequences.last(i), true).clear();
    }
  }

  @Override
  public CompletionStage<Void> release(Sequences sequences, int failures, long notBeforeMs) {
    return store.<Void>call(
        Op.RELEASE,
        () -> {
          releaseNow(sequences, failures);
          return null;
        },
        () -> {});
  }

  private synchronized void releaseNow(Sequences sequences, int failures) throws StoreException {
    requireThere();
    for (int i = 0; i < sequences.ranges(); i++) {
      kept.subMap(sequences.first(i), true, sequences.last(i), true)
          .replaceAll(
              (sequence, record) ->
                  new StoredRecord(sequence, record.failures() + failures, record.message()));
    }
  }

  @Override
  public CompletionStage<Void> drop() {
    return store.<Void>call(
        Op.DROP,
        () -> {
          dropNow();
          return null;
        },
        () -> {});
  }

  private void dropNow() {
    synchronized (this) {
      dropped = true;
      kept.clear();
    }
    store.forget(name);
  }

  @Override
  public String toString() {
    return "TestLog[%s]".formatted(name);
  }
}
