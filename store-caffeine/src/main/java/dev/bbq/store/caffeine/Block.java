// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoredMessage;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some messages that came one after another, which are kept, written and read back together. Queues
 * refer to its slots; when the last reference to a slot goes, so does the message.
 *
 * <p>Threads: any. It calls nothing that locks while its monitor is held.
 */
final class Block {

  /** As many as a slot's number in two bytes may tell apart, and a page may ask for. */
  static final int MAX_MESSAGES = 2048;

  /**
   * What a message takes beside its bytes: 24 for the {@link StoredMessage}, 16 for the header of
   * its array, 4 for its padding, and 4 for the slot.
   */
  static final int MESSAGE_BYTES = 48;

  /** What a block takes that is in a file, with its place in a queue, roughly. */
  static final int OVERHEAD_BYTES = 256;

  private static final int SMALLEST = 8;

  private final Heap heap;
  private final long id;

  // The monitor guards what follows.
  private State state = State.OPEN;
  private @Nullable StoredMessage @Nullable [] messages = new @Nullable StoredMessage[SMALLEST];
  private int @Nullable [] references; // of each message, if one has several
  private int count;
  private long live; // references in all
  private long bytes; // of the messages on the heap
  private @Nullable Segment segment;
  private int position;
  private int length;
  private boolean neededSoon;

  Block(Heap heap, long id) {
    this.heap = heap;
    this.id = id;
  }

  static long footprint(StoredMessage message) {
    return message.size() + (long) MESSAGE_BYTES;
  }

  // --- while it is open

  /** Returns how many messages it has taken, and thus the slot of the next. */
  synchronized int count() {
    return count;
  }

  /**
   * Takes messages, as many as there is room for; a large one alone.
   *
   * @param times how many references there will be to each
   * @return how many
   */
  synchronized int add(Object[] source, int from, int to, int times, int maxBytes) {
    if (state != State.OPEN) {
      return 0;
    }
    long added = 0;
    int next = from;
    while (next < to && count < MAX_MESSAGES) {
      StoredMessage message = (StoredMessage) source[next];
      long more = footprint(message);
      if (count > 0 && bytes + added + more > maxBytes) {
        break;
      }
      put(message, times);
      added += more;
      next++;
    }
    bytes += added;
    heap.add(State.OPEN, added);
    return next - from;
  }

  private void put(StoredMessage message, int times) {
    @Nullable StoredMessage[] slots = open();
    if (count == slots.length) {
      slots = Arrays.copyOf(slots, 2 * count);
      messages = slots;
    }
    slots[count] = message;
    if (times > 1 && references == null) {
      references = new int[slots.length];
      Arrays.fill(references, 0, count, 1);
    }
    if (references != null) {
      if (references.length < slots.length) {
        references = Arrays.copyOf(references, slots.length);
      }
      references[count] = times;
    }
    count++;
    live += times;
  }

  private @Nullable StoredMessage[] open() {
    @Nullable StoredMessage[] slots = messages;
    if (slots == null) {
      throw new IllegalStateException("block without messages: state=" + state);
    }
    return slots;
  }

  /** Takes no more. Returns whether it was open and is worth keeping. */
  synchronized boolean seal() {
    if (state != State.OPEN) {
      return false;
    }
    if (live == 0) {
      move(State.DEAD);
      messages = null;
      return false;
    }
    messages = Arrays.copyOf(open(), count);
    if (references != null) {
      references = Arrays.copyOf(references, count);
    }
    move(State.CACHED);
    return true;
  }

  // --- what is in it

  /** Returns how many bytes of the heap its messages take. */
  synchronized long bytes() {
    return bytes;
  }

  /** Says whether its turn to be read comes soon. */
  synchronized void neededSoon(boolean soon) {
    neededSoon = soon;
  }

  synchronized boolean isNeededSoon() {
    return neededSoon;
  }

  /** Returns how many bytes it takes in its file, or 0. */
  synchronized int length() {
    return length;
  }

  synchronized State state() {
    return state;
  }

  /** Tells whether several queues refer to it. */
  synchronized boolean isShared() {
    return references != null;
  }

  /**
   * Returns the slots if they are on the heap. What lies in a slot stays there at least until who
   * asks lets go of it.
   */
  synchronized @Nullable StoredMessage @Nullable [] messages() {
    return messages;
  }

  /**
   * Lets go of a reference to each of some slots.
   *
   * @return the state in which the last of all has gone, or null if it has not
   */
  synchronized @Nullable State release(int slot, int number) {
    live -= number;
    if (messages != null || references != null) {
      for (int i = slot; i < slot + number; i++) {
        if (references == null || --references[i] == 0) {
          clear(i);
        }
      }
    }
    if (live > 0 || state == State.OPEN || state == State.DEAD) {
      return null;
    }
    State last = state;
    move(State.DEAD);
    messages = null;
    references = null;
    bytes = 0;
    if (segment != null) {
      heap.addOverhead(-OVERHEAD_BYTES);
      segment.release();
      segment = null;
    }
    return last;
  }

  private void clear(int slot) {
    @Nullable StoredMessage[] slots = messages;
    StoredMessage message = slots == null ? null : slots[slot];
    if (slots != null && message != null) {
      slots[slot] = null;
      bytes -= footprint(message);
      heap.add(state, -footprint(message));
    }
  }

  // --- the way to disk and back

  /** Learns that the cache has no room for it. Returns whether it has to be written. */
  synchronized boolean evict() {
    if (state != State.CACHED) {
      return false;
    }
    move(State.PENDING);
    return true;
  }

  /** Returns what has to be written, or null when there is nothing left of it. */
  synchronized @Nullable StoredMessage @Nullable [] unwritten() {
    return state == State.PENDING ? open().clone() : null;
  }

  /** Learns where it was written. */
  synchronized void written(Segment file, int at, int size) {
    if (state != State.PENDING) {
      return; // all was settled meanwhile
    }
    file.retain();
    segment = file;
    position = at;
    length = size;
    messages = null;
    heap.addOverhead(OVERHEAD_BYTES);
    move(State.SPILLED);
  }

  /** Returns where it is to be read, or null when it needs no reading. */
  synchronized @Nullable Place pin() {
    if (state != State.SPILLED || segment == null) {
      return null;
    }
    segment.retain();
    return new Place(segment, position, length, id);
  }

  /** Learns what was read back. Returns whether it keeps that. */
  synchronized boolean warm(@Nullable StoredMessage[] read) {
    if (state != State.SPILLED) {
      return false;
    }
    messages = read.clone();
    for (StoredMessage message : read) {
      bytes += message == null ? 0 : footprint(message);
    }
    state = State.WARM;
    heap.add(state, bytes);
    return true;
  }

  /** Forgets what was read back. */
  synchronized void cool() {
    if (state == State.WARM) {
      move(State.SPILLED);
      messages = null;
    }
  }

  synchronized long id() {
    return id;
  }

  private void move(State next) {
    boolean onHeap = next != State.SPILLED && next != State.DEAD;
    if (onHeap) {
      heap.add(next, bytes);
    }
    heap.add(state, -bytes);
    if (!onHeap) {
      bytes = 0;
    }
    state = next;
  }
}
