// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import org.jspecify.annotations.Nullable;

/**
 * The slots of a queue, one per sequence, in segments that go one by one when nothing in them is
 * left: what is kept at the head doesn't hold what was settled behind it. Not for use by several
 * threads.
 *
 * <p>The directory of the segments is a window on an array that moves up as the head goes.
 */
final class Slots {

  static final int PER_SEGMENT = 1024;
  static final int SLOT_BYTES = 4;

  private static final int SHIFT = Integer.numberOfTrailingZeros(PER_SEGMENT);
  private static final int MASK = PER_SEGMENT - 1;
  private static final int SMALLEST_SEGMENT = 16;
  private static final int SMALLEST_DIRECTORY = 4;

  private @Nullable Segment[] directory = new @Nullable Segment[SMALLEST_DIRECTORY];
  private int head;
  private int segments = 1;
  private long headNumber;
  private Segment tail = new Segment(SMALLEST_SEGMENT); // most queues are short
  private long next;
  private long emptyBytes;

  Slots() {
    directory[0] = tail;
  }

  /** Returns the sequence that the next message gets. */
  long next() {
    return next;
  }

  /**
   * Returns how much is taken by slots that are empty again, but for those of the last segment:
   * they go with the last message beside them only.
   */
  long emptyBytes() {
    return emptyBytes;
  }

  /** Fills the next slots and returns the sequence of the first. */
  long append(Object[] source) {
    long first = next;
    int done = 0;
    while (done < source.length) {
      int slot = (int) next & MASK;
      if (slot == 0 && next > 0) {
        addSegment();
      }
      int count = Math.min(source.length - done, PER_SEGMENT - slot);
      tail.put(slot, source, done, count);
      done += count;
      next += count;
      if (slot + count == PER_SEGMENT) {
        emptyBytes += (long) SLOT_BYTES * (PER_SEGMENT - tail.live());
      }
    }
    return first;
  }

  /** Returns the lowest sequence in use from the given one on, or {@link #next()}. */
  long nextLive(long from) {
    long sequence = Math.max(from, headNumber << SHIFT);
    while (sequence < next) {
      Segment segment = segment(sequence);
      int slot = segment == null ? -1 : segment.nextLive((int) sequence & MASK);
      if (slot >= 0) {
        return (sequence & ~MASK) + slot;
      }
      sequence = (sequence | MASK) + 1;
    }
    return next;
  }

  /** Returns what is in a slot, or null. */
  @Nullable Object get(long sequence) {
    Segment segment = segment(sequence);
    return segment == null ? null : segment.get((int) sequence & MASK);
  }

  /** Empties a slot and returns what was in it, or null. */
  @Nullable Object remove(long sequence) {
    Segment segment = segment(sequence);
    Object content = segment == null ? null : segment.get((int) sequence & MASK);
    if (segment == null || content == null) {
      return null;
    }
    segment.clear((int) sequence & MASK);
    if (sequence >> SHIFT < next >> SHIFT) { // all used
      emptyBytes += SLOT_BYTES;
      if (segment.live() == 0) {
        emptyBytes -= (long) SLOT_BYTES * PER_SEGMENT;
        directory[index(sequence)] = null;
        trim();
      }
    }
    return content;
  }

  private @Nullable Segment segment(long sequence) {
    long number = sequence >> SHIFT;
    return number < headNumber || number - headNumber >= segments
        ? null
        : directory[index(sequence)];
  }

  private int index(long sequence) {
    return head + (int) ((sequence >> SHIFT) - headNumber);
  }

  private void addSegment() {
    if (head + segments == directory.length) {
      int capacity = Math.max(SMALLEST_DIRECTORY, 2 * segments);
      @Nullable Segment[] moved = new @Nullable Segment[capacity];
      System.arraycopy(directory, head, moved, 0, segments);
      directory = moved;
      head = 0;
    }
    tail = new Segment(PER_SEGMENT);
    directory[head + segments] = tail;
    segments++;
  }

  private void trim() {
    while (segments > 0 && directory[head] == null) {
      head++;
      segments--;
      headNumber++;
    }
  }
}
