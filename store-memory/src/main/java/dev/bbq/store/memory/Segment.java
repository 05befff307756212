// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Some slots in a row, of which some are in use. Not for use by several threads. */
final class Segment {

  private @Nullable Object[] slots;
  private int live;

  Segment(int capacity) {
    slots = new @Nullable Object[capacity];
  }

  /** Fills unused slots, from the given one on, and makes room for them if need be. */
  void put(int slot, Object[] source, int from, int count) {
    int end = slot + count;
    if (end > slots.length) {
      slots = Arrays.copyOf(slots, Math.min(Slots.PER_SEGMENT, Math.max(end, 2 * slots.length)));
    }
    System.arraycopy(source, from, slots, slot, count);
    live += count;
  }

  @Nullable Object get(int slot) {
    return slot < slots.length ? slots[slot] : null;
  }

  void clear(int slot) {
    slots[slot] = null;
    live--;
  }

  /** Returns how many slots are in use. */
  int live() {
    return live;
  }

  /** Returns the first slot in use from the given one on, or -1. */
  int nextLive(int from) {
    for (int slot = from; slot < slots.length; slot++) {
      if (slots[slot] != null) {
        return slot;
      }
    }
    return -1;
  }
}
