// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One queue on the heap. */
final class MemoryQueue implements StoreQueue {

  /** For how many records there is room at once, when there are as many. */
  private static final int USUAL_PAGE = 512;

  private final MemoryStore store;
  private final String name;

  // The monitor of slots guards slots, failures and writes of end.
  private final Slots slots = new Slots();
  private final Map<Long, Integer> failures = new HashMap<>(); // of messages that have failed
  private volatile @Nullable String end;

  MemoryQueue(MemoryStore store, String name) {
    this.store = store;
    this.name = name;
  }

  String name() {
    return name;
  }

  boolean isOf(MemoryStore other) {
    return store == other;
  }

  /** Returns why the queue takes no calls any more, or null while it does. */
  @Nullable String end() {
    return end;
  }

  /** Appends what was admitted, or swallows it if the queue has ended since. */
  long append(Object[] messages) {
    long first;
    synchronized (slots) {
      if (end == null) {
        long before = slots.emptyBytes();
        first = slots.append(messages);
        store.freed(before - slots.emptyBytes());
        return first;
      }
      first = slots.next();
    }
    long freed = 0;
    for (Object message : messages) {
      freed += Slot.release(message);
    }
    store.freed(freed);
    return first;
  }

  @Override
  public CompletionStage<Page> read(long fromSequence, int maxRecords, long maxBytes) {
    if (fromSequence < 0 || maxRecords < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "read out of range: fromSequence=%d, maxRecords=%d, maxBytes=%d"
              .formatted(fromSequence, maxRecords, maxBytes));
    }
    synchronized (slots) {
      String ended = end;
      return ended == null
          ? CompletableFuture.completedFuture(page(fromSequence, maxRecords, maxBytes))
          : MemoryStore.failed(ended);
    }
  }

  private Page page(long fromSequence, int maxRecords, long maxBytes) {
    int most = Math.min(maxRecords, USUAL_PAGE);
    List<StoredRecord> records = new ArrayList<>(Math.clamp(slots.next() - fromSequence, 0, most));
    long bytes = 0;
    long sequence = slots.nextLive(fromSequence);
    while (records.size() < maxRecords) {
      Object slot = slots.get(sequence);
      if (slot == null) {
        break; // the tail
      }
      StoredMessage message = Slot.message(slot);
      bytes += message.size();
      if (bytes > maxBytes && !records.isEmpty()) {
        break;
      }
      int failed = failures.isEmpty() ? 0 : failures.getOrDefault(sequence, 0);
      records.add(new StoredRecord(sequence, failed, message));
      sequence = slots.nextLive(sequence + 1);
    }
    return new Page(records, sequence);
  }

  @Override
  public CompletionStage<Void> settle(Sequences sequences) {
    long freed = 0;
    synchronized (slots) {
      String ended = end;
      if (ended != null) {
        return MemoryStore.failed(ended);
      }
      for (int range = 0; range < sequences.ranges(); range++) {
        freed += remove(sequences.first(range), sequences.last(range));
      }
    }
    store.freed(freed);
    return MemoryStore.DONE;
  }

  @Override
  public CompletionStage<Void> release(Sequences sequences, int failures, long notBeforeMs) {
    if (failures < 1 || notBeforeMs < 0) {
      throw new IllegalArgumentException(
          "release out of range: failures=%d, notBeforeMs=%d".formatted(failures, notBeforeMs));
    }
    synchronized (slots) {
      String ended = end;
      if (ended != null) {
        return MemoryStore.failed(ended);
      }
      int before = this.failures.size();
      for (int range = 0; range < sequences.ranges(); range++) {
        long last = Math.min(sequences.last(range), slots.next() - 1);
        long sequence = slots.nextLive(sequences.first(range));
        while (sequence <= last) {
          this.failures.merge(sequence, failures, MemoryQueue::saturatedSum);
          sequence = slots.nextLive(sequence + 1);
        }
      }
      store.freed((long) Slot.FAILURE_BYTES * (before - this.failures.size()));
    }
    return MemoryStore.DONE;
  }

  @Override
  public CompletionStage<Void> drop() {
    return store.drop(this);
  }

  /** Ends the queue and forgets all it keeps; the first call's reason stands. */
  void end(String reason) {
    synchronized (slots) {
      if (end != null) {
        return;
      }
      end = reason;
    }
    // From here on nobody else changes the slots, so a long queue makes nobody wait for the lock.
    store.freed(remove(0, Long.MAX_VALUE));
  }

  private long remove(long first, long last) {
    long freed = slots.emptyBytes();
    long sequence = slots.nextLive(first);
    while (sequence <= last) {
      Object slot = slots.remove(sequence);
      if (slot == null) {
        break; // the tail
      }
      freed += Slot.release(slot);
      if (!failures.isEmpty() && failures.remove(sequence) != null) {
        freed += Slot.FAILURE_BYTES;
      }
      sequence = slots.nextLive(sequence + 1);
    }
    return freed - slots.emptyBytes();
  }

  private static int saturatedSum(int one, int other) {
    return Math.clamp((long) one + other, 0, Integer.MAX_VALUE);
  }
}
