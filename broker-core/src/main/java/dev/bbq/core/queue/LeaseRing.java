// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one consumer by delivery number: {@code base <= sent <= next}, where those from
 * {@code base} are sent and unsettled, those from {@code sent} are assigned and unsent, and {@code
 * next} is the number of the next. A settled one leaves a hole; the ring moves on when the hole is
 * at its base. All operations take constant time per lease.
 */
final class LeaseRing {

  private @Nullable Lease[] ring = new @Nullable Lease[16];
  private long base = 1;
  private long sent = 1;
  private long next = 1;

  long base() {
    return base;
  }

  long sent() {
    return sent;
  }

  long next() {
    return next;
  }

  boolean hasUnsent() {
    return sent < next;
  }

  /** Adds an unsent lease. */
  void add(Lease lease) {
    if (next - base == ring.length) {
      grow();
    }
    ring[slot(next++)] = lease;
  }

  /** Marks the first unsent lease as sent and returns it. */
  Lease send() {
    return held(sent++);
  }

  /** Takes the last unsent lease back. */
  Lease withdraw() {
    Lease lease = held(--next);
    ring[slot(next)] = null;
    return lease;
  }

  /** Tells whether this number was sent and is unsettled. */
  boolean isUnsettled(long number) {
    return number >= base && number < sent && ring[slot(number)] != null;
  }

  /** Takes out a sent lease; null if it is settled. */
  @Nullable Lease settle(long number) {
    int slot = slot(number);
    Lease lease = ring[slot];
    ring[slot] = null;
    if (number == base) {
      do {
        base++;
      } while (base < sent && ring[slot(base)] == null);
    }
    return lease;
  }

  private Lease held(long number) {
    Lease lease = ring[slot(number)];
    if (lease == null) {
      throw new IllegalStateException(
          "no lease: number=%d, base=%d, sent=%d, next=%d".formatted(number, base, sent, next));
    }
    return lease;
  }

  private int slot(long number) {
    return (int) number & ring.length - 1;
  }

  private void grow() {
    @Nullable Lease[] old = ring;
    ring = Arrays.copyOf(old, old.length * 2);
    Arrays.fill(ring, null);
    for (long number = base; number < next; number++) {
      ring[slot(number)] = old[(int) number & old.length - 1];
    }
  }
}
