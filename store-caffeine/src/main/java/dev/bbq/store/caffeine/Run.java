// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a queue, one after another, that lie in one block; mostly in a row. Guarded by the
 * queue.
 */
final class Run {

  private final long first;
  private final Block block;
  private int offset; // of the first slot
  private char @Nullable [] slots; // if they are not in a row
  private int count;
  private int live;
  private @Nullable BitSet gone;

  Run(long first, Block block) {
    this.first = first;
    this.block = block;
  }

  long first() {
    return first;
  }

  /** Returns the sequence behind the last. */
  long end() {
    return first + count;
  }

  Block block() {
    return block;
  }

  int count() {
    return count;
  }

  /** Returns how many messages are left. */
  int live() {
    return live;
  }

  /** Adds the messages of some slots. */
  void add(int slot, int number) {
    if (count == 0) {
      offset = slot;
    }
    if (slots == null && slot != offset + count) {
      slots = new char[Math.max(16, 2 * (count + number))];
      for (int i = 0; i < count; i++) {
        slots[i] = (char) (offset + i);
      }
    }
    if (slots != null) {
      if (slots.length < count + number) {
        slots = Arrays.copyOf(slots, 2 * (count + number));
      }
      for (int i = 0; i < number; i++) {
        slots[count + i] = (char) (slot + i);
      }
    }
    count += number;
    live += number;
  }

  /** Returns the slot of a message. */
  int slot(int index) {
    return slots == null ? offset + index : slots[index];
  }

  /** Returns the first message that is left, from the given one on, or {@link #count()}. */
  int nextLive(int from) {
    return gone == null ? Math.min(from, count) : Math.min(gone.nextClearBit(from), count);
  }

  /**
   * Forgets those messages that are left among some.
   *
   * @param to behind the last
   * @param dead gets the block if the cache should forget it
   */
  void settle(int from, int to, List<Block> dead) {
    int begin = nextLive(from);
    while (begin < to) {
      int end = gone == null ? to : gone.nextSetBit(begin);
      end = end < 0 ? to : Math.min(end, to);
      mark(begin, end);
      release(begin, end, dead);
      begin = nextLive(end);
    }
  }

  private void mark(int begin, int end) {
    live -= end - begin;
    if (live == 0 && gone == null) {
      return; // all at once, and the run is forgotten
    }
    if (gone == null) {
      gone = new BitSet(count);
    }
    gone.set(begin, end);
  }

  private void release(int begin, int end, List<Block> dead) {
    if (slots == null) {
      release(offset + begin, end - begin, block, dead);
      return;
    }
    for (int i = begin; i < end; i++) {
      release(slots[i], 1, block, dead);
    }
  }

  /** Lets go of slots; see {@link #settle}. */
  static void release(int slot, int number, Block block, List<Block> dead) {
    if (block.release(slot, number) == State.CACHED) {
      dead.add(block);
    }
  }
}
