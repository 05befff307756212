// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one consumer by delivery number: first those that are sent and unsettled, then
 * those that are assigned and unsent.
 *
 * <p>They are linked in the order of their numbers, so that a range is settled by walking what is
 * held of it, however many settled numbers lie between. A ring finds them by number. When few old
 * leases would make it grow, those move to a map: a delivery that is never settled must not cost
 * room for all that come after it. Each operation takes constant time per lease, on average.
 */
final class LeaseRing {

  private static final int SMALLEST = 16;

  private @Nullable Lease[] ring = new @Nullable Lease[SMALLEST];
  private final Map<Long, Lease> stragglers = new HashMap<>(2); // numbers below ringStart
  private long ringStart = 1;
  private long sent = 1;
  private long next = 1;
  private @Nullable Lease oldest;
  private @Nullable Lease newest;
  private @Nullable Lease firstUnsent;
  private int count;

  /** Returns the number of the next lease to be sent. */
  long sent() {
    return sent;
  }

  /** Returns the number of the next lease to be added. */
  long next() {
    return next;
  }

  /** Returns how many leases are held. */
  int count() {
    return count;
  }

  /** Returns how many leases the ring has room for. */
  int capacity() {
    return ring.length;
  }

  /** Returns how many leases are held and unsent. */
  int unsent() {
    return (int) (next - sent);
  }

  /** Adds an unsent lease. */
  void add(Lease lease) {
    if (next - ringStart == ring.length) {
      makeRoom();
    }
    lease.number = next;
    lease.before = newest;
    lease.after = null;
    ring[slot(next++)] = lease;
    if (newest == null) {
      oldest = lease;
    } else {
      newest.after = lease;
    }
    newest = lease;
    if (firstUnsent == null) {
      firstUnsent = lease;
    }
    count++;
  }

  /** Marks the first unsent lease as sent and returns it. */
  Lease send() {
    Lease held = firstUnsent;
    if (held == null) {
      throw new IllegalStateException("no unsent lease: sent=%d, next=%d".formatted(sent, next));
    }
    firstUnsent = held.after;
    sent++;
    return held;
  }

  /** Takes the last unsent lease back. */
  Lease withdraw() {
    Lease held = newest;
    if (held == null || firstUnsent == null) {
      throw new IllegalStateException("no unsent lease: sent=%d, next=%d".formatted(sent, next));
    }
    if (firstUnsent == held) {
      firstUnsent = null;
    }
    remove(held);
    next--;
    return held;
  }

  /** Tells whether this number was sent and is unsettled. */
  boolean isUnsettled(long number) {
    return number < sent && find(number) != null;
  }

  /**
   * Takes out, in order, the unsettled leases from {@code from} to {@code to}, and hands each to
   * {@code taker}.
   *
   * @param to the number of an unsettled lease
   */
  void settle(long from, long to, Consumer<Lease> taker) {
    Lease held = firstOf(from, find(to));
    while (held != null && held.number <= to) {
      Lease next = held.after; // the taker may have it in another ring at once
      remove(held);
      taker.accept(held);
      held = next;
    }
  }

  /** Takes out all leases that were sent, in order, and hands each to {@code taker}. */
  void settleAll(Consumer<Lease> taker) {
    while (oldest != null && oldest.number < sent) {
      Lease held = oldest;
      remove(held);
      taker.accept(held);
    }
  }

  /** Hands each lease to {@code taker}, in order; it stays. */
  void forEach(Consumer<Lease> taker) {
    for (Lease held = oldest; held != null; held = held.after) {
      taker.accept(held);
    }
  }

  /** Lets go of all leases. */
  void clear() {
    ring = new @Nullable Lease[SMALLEST];
    stragglers.clear();
    ringStart = next;
    sent = next;
    oldest = null;
    newest = null;
    firstUnsent = null;
    count = 0;
  }

  /** Returns the first lease from {@code from} on, which is not behind {@code last}. */
  private @Nullable Lease firstOf(long from, @Nullable Lease last) {
    if (oldest != null && oldest.number >= from) {
      return oldest;
    }
    Lease first = last;
    while (first != null && first.before != null && first.before.number >= from) {
      first = first.before;
    }
    return first;
  }

  private @Nullable Lease find(long number) {
    if (number >= next) {
      return null;
    }
    return number >= ringStart ? ring[slot(number)] : stragglers.get(number);
  }

  private void remove(Lease held) {
    if (held.number >= ringStart) {
      ring[slot(held.number)] = null;
    } else {
      stragglers.remove(held.number);
    }
    if (held.before == null) {
      oldest = held.after;
    } else {
      held.before.after = held.after;
    }
    if (held.after == null) {
      newest = held.before;
    } else {
      held.after.before = held.before;
    }
    held.before = null;
    held.after = null;
    count--;
  }

  /** Moves the start of the ring past its older half, or doubles it when it is well filled. */
  private void makeRoom() {
    if (count - stragglers.size() > ring.length / 2) {
      grow();
      return;
    }
    long start = ringStart + ring.length / 2;
    for (long number = ringStart; number < start; number++) {
      Lease held = ring[slot(number)];
      if (held != null) {
        stragglers.put(number, held);
        ring[slot(number)] = null;
      }
    }
    ringStart = start;
  }

  private void grow() {
    @Nullable Lease[] old = ring;
    ring = new @Nullable Lease[old.length * 2];
    for (Lease held : old) {
      if (held != null) {
        ring[slot(held.number)] = held;
      }
    }
  }

  private int slot(long number) {
    return (int) number & (ring.length - 1);
  }
}
