// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The messages that were sent and not answered, oldest first: a ring that grows. */
final class InFlight {

  private @Nullable PendingPublish[] ring = new @Nullable PendingPublish[64];
  private int head;
  private int count;

  int size() {
    return count;
  }

  void add(PendingPublish message) {
    if (count == ring.length) {
      grow();
    }
    ring[(head + count) & (ring.length - 1)] = message;
    count++;
  }

  /** Takes the oldest; null when there is none. */
  @Nullable PendingPublish poll() {
    PendingPublish oldest = ring[head];
    if (oldest != null) {
      ring[head] = null;
      head = (head + 1) & (ring.length - 1);
      count--;
    }
    return oldest;
  }

  /** Returns how many bytes the bodies of the {@code messages} oldest have together. */
  long bytesOf(int messages) {
    long bytes = 0;
    for (int i = 0; i < messages; i++) {
      PendingPublish message = ring[(head + i) & (ring.length - 1)];
      bytes += message == null ? 0 : message.size();
    }
    return bytes;
  }

  private void grow() {
    @Nullable PendingPublish[] larger = Arrays.copyOf(ring, ring.length * 2);
    // What had wrapped around goes behind what had not.
    System.arraycopy(ring, 0, larger, ring.length, head);
    Arrays.fill(larger, 0, head, null);
    ring = larger;
  }
}
