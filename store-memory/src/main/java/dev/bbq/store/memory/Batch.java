// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.StoredMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The appends of one call, checked, and laid out as the queues keep them. */
final class Batch {

  private final MemoryQueue[] queues;
  private final Object[][] slots;
  private long residentBytes;
  private int largestMessage;

  private Batch(int size) {
    queues = new MemoryQueue[size];
    slots = new Object[size][];
  }

  static Batch of(MemoryStore store, List<Append> appends) {
    if (appends.isEmpty()) {
      throw new IllegalArgumentException("nothing to append: appends=0");
    }
    Batch batch = new Batch(appends.size());
    for (int i = 0; i < batch.size(); i++) {
      Append append = appends.get(i);
      if (!(append.queue() instanceof MemoryQueue queue && queue.isOf(store))) {
        throw new IllegalArgumentException("queue of another store: append=" + i);
      }
      if (append.messages().isEmpty()) {
        throw new IllegalArgumentException("nothing to append: queue=" + queue.name());
      }
      batch.queues[i] = queue;
      batch.slots[i] = append.messages().toArray();
    }
    if (batch.size() == 1) {
      batch.layOut(batch.slots[0]);
    } else {
      batch.checkQueues();
      batch.share();
    }
    return batch;
  }

  int size() {
    return queues.length;
  }

  MemoryQueue queue(int append) {
    return queues[append];
  }

  /** Returns what the slots of the queue get, see {@link Slot}. */
  Object[] slots(int append) {
    return slots[append];
  }

  long residentBytes() {
    return residentBytes;
  }

  int largestMessage() {
    return largestMessage;
  }

  private void layOut(Object[] messages) {
    for (int i = 0; i < messages.length; i++) {
      StoredMessage message = (StoredMessage) messages[i];
      messages[i] = Slot.of(message);
      count(message, messages[i]);
    }
  }

  private void count(StoredMessage message, Object slot) {
    residentBytes += Slot.footprint(slot);
    largestMessage = Math.max(largestMessage, message.size());
  }

  private void checkQueues() {
    Set<MemoryQueue> seen = new HashSet<>();
    for (MemoryQueue queue : queues) {
      if (!seen.add(queue)) {
        throw new IllegalArgumentException("two appends to one queue: queue=" + queue.name());
      }
    }
  }

  /** Wraps the messages that go to several queues, so that the last to let go can be told. */
  private void share() {
    if (isFanOut()) {
      shareAll();
    } else {
      shareSome();
    }
  }

  /** Says whether all queues get the same, the usual case, which needs no looking up. */
  private boolean isFanOut() {
    for (Object[] messages : slots) {
      if (!Arrays.equals(messages, slots[0])) {
        return false;
      }
    }
    return true;
  }

  private void shareAll() {
    Object[] first = slots[0];
    for (int i = 0; i < first.length; i++) {
      StoredMessage message = (StoredMessage) first[i];
      first[i] = new SharedMessage(message, slots.length);
      count(message, first[i]);
    }
    residentBytes += (long) first.length * (slots.length - 1) * Slot.SHARE_BYTES;
    Arrays.fill(slots, first);
  }

  private void shareSome() {
    Map<StoredMessage, SharedMessage> all = new HashMap<>();
    for (Object[] messages : slots) {
      for (int i = 0; i < messages.length; i++) {
        StoredMessage message = (StoredMessage) messages[i];
        SharedMessage shared = all.computeIfAbsent(message, own -> new SharedMessage(own, 0));
        shared.retain();
        messages[i] = shared;
      }
    }
    all.forEach(
        (message, shared) -> {
          count(message, shared.references() == 1 ? Slot.of(message) : shared);
          residentBytes += (long) (shared.references() - 1) * Slot.SHARE_BYTES;
        });
    for (Object[] messages : slots) {
      for (int i = 0; i < messages.length; i++) {
        SharedMessage shared = (SharedMessage) messages[i];
        if (shared.references() == 1) {
          messages[i] = Slot.of(shared.message());
        }
      }
    }
  }
}
