// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.StoredMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The appends of one call, checked, and where their messages lie as far as they are in blocks.
 *
 * <p>The queue with most messages comes first and takes them into its block, those of others among
 * them too: so what goes to all and, in part, to some lies in a row for the longest.
 */
final class Batch {

  /** One append. */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Part(int index, CaffeineQueue queue, Object[] messages) {}

  /** Some slots in a row. */
  record Piece(Block block, int slot, int count) {}

  private final List<Part> parts = new ArrayList<>();
  private boolean fanOut; // all queues get the same
  private final List<Piece> pieces = new ArrayList<>(); // of a fan-out, once the first has them
  private final Map<StoredMessage, Integer> references = new HashMap<>(); // if not a fan-out
  private final Map<StoredMessage, Piece> places = new HashMap<>(); // of what has several of these
  private int largestMessage;

  private Batch() {}

  static Batch of(CaffeineStore store, List<Append> appends) {
    if (appends.isEmpty()) {
      throw new IllegalArgumentException("nothing to append: appends=0");
    }
    Batch batch = new Batch();
    for (Append append : appends) {
      batch.add(store, append);
    }
    if (appends.size() > 1) {
      batch.checkQueues();
      batch.countReferences();
      batch.parts.sort(Comparator.comparingInt((Part part) -> part.messages().length).reversed());
    }
    return batch;
  }

  private void add(CaffeineStore store, Append append) {
    int index = parts.size();
    if (!(append.queue() instanceof CaffeineQueue queue && queue.isOf(store))) {
      throw new IllegalArgumentException("queue of another store: append=" + index);
    }
    if (append.messages().isEmpty()) {
      throw new IllegalArgumentException("nothing to append: queue=" + queue.name());
    }
    Object[] messages = append.messages().toArray();
    for (Object message : messages) {
      largestMessage = Math.max(largestMessage, ((StoredMessage) message).size());
    }
    parts.add(new Part(index, queue, messages));
  }

  private void checkQueues() {
    Set<CaffeineQueue> seen = new HashSet<>();
    for (Part part : parts) {
      if (!seen.add(part.queue())) {
        throw new IllegalArgumentException(
            "two appends to one queue: queue=" + part.queue().name());
      }
    }
  }

  private void countReferences() {
    Object[] first = parts.getFirst().messages();
    fanOut = parts.stream().allMatch(part -> Arrays.equals(part.messages(), first));
    if (!fanOut) {
      for (Part part : parts) {
        for (Object message : part.messages()) {
          references.merge((StoredMessage) message, 1, Integer::sum);
        }
      }
    }
  }

  List<Part> parts() {
    return parts;
  }

  int largestMessage() {
    return largestMessage;
  }

  /** Returns where all messages of a further queue lie; null if that is not known as a whole. */
  @Nullable List<Piece> pieces() {
    return pieces.isEmpty() ? null : pieces;
  }

  /** Returns where a message lies, or null if it has not been placed. */
  @Nullable Piece placeOf(Object message) {
    return places.isEmpty() ? null : places.get((StoredMessage) message);
  }

  /** Returns how many references there will be to a message. */
  int referencesTo(Object message) {
    if (fanOut) {
      return parts.size();
    }
    return references.isEmpty() ? 1 : references.getOrDefault((StoredMessage) message, 1);
  }

  /** Returns the end of those messages, from one on, that can be placed together. */
  int endOfAlike(Object[] messages, int from) {
    if (references.isEmpty()) {
      return messages.length;
    }
    int times = referencesTo(messages[from]);
    if (times > 1) {
      return from + 1; // it may come again in this very list
    }
    int end = from + 1;
    while (end < messages.length && referencesTo(messages[end]) == 1) {
      end++;
    }
    return end;
  }

  /** Notes where messages lie, if others will ask. */
  void placed(Object[] messages, int from, Piece piece) {
    if (fanOut) {
      pieces.add(piece);
    } else if (referencesTo(messages[from]) > 1) {
      places.put((StoredMessage) messages[from], piece);
    }
  }
}
