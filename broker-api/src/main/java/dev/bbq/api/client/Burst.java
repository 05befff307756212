// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A hand-over from many threads to one that takes all there is at once. Items are linked through
 * themselves, so it allocates nothing and takes no lock.
 *
 * <p>Who adds to an idle burst must see to it that somebody takes; until {@link #take} has found
 * nothing, others only add. So one task is scheduled for many items.
 *
 * @param <T> what is handed over
 */
final class Burst<T extends Burst.Item<T>> {

  /** Something that can be in one burst at a time. */
  interface Item<T> {

    /** Returns the item behind this one. */
    @Nullable T next();

    /** Sets the item behind this one. */
    void setNext(@Nullable T item);
  }

  private enum Mark {
    /** Stands for "empty, but somebody is taking". */
    TAKING
  }

  /** The items last added first, or {@link Mark#TAKING}, or null when idle. */
  private final AtomicReference<@Nullable Object> top = new AtomicReference<>();

  /** Adds an item; any thread. Returns whether the caller must see to it that somebody takes. */
  boolean add(T item) {
    while (true) {
      Object before = top.get();
      item.setNext(itemOf(before));
      if (top.compareAndSet(before, item)) {
        return before == null;
      }
    }
  }

  /**
   * Takes all items, one thread at a time.
   *
   * @return the first that was added, linked to the others; null when there was none, and the next
   *     to add must again see to it that somebody takes
   */
  @Nullable T take() {
    while (true) {
      T last = itemOf(top.getAndSet(Mark.TAKING));
      if (last != null) {
        return reversed(last);
      }
      if (top.compareAndSet(Mark.TAKING, null)) {
        return null;
      }
    }
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private @Nullable T itemOf(@Nullable Object held) {
    return held instanceof Mark ? null : (T) held;
  }

  private T reversed(T last) {
    T first = last;
    T rest = last.next();
    first.setNext(null);
    while (rest != null) {
      T following = rest.next();
      rest.setNext(first);
      first = rest;
      rest = following;
    }
    return first;
  }
}
