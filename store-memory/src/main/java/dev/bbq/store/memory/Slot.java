// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.StoredMessage;

/**
 * How a message lies in a slot: bare in the usual case that one slot refers to it, which costs
 * nothing more, else as a {@link SharedMessage}.
 */
final class Slot {

  /**
   * What a message takes beside its bytes: {@value Slots#SLOT_BYTES} for the slot, 24 for the
   * {@link StoredMessage}, 16 for the header of its array, and 4 for the array's padding.
   */
  static final int OVERHEAD_BYTES = 48;

  /** What each further queue takes of a message that several keep: its slot, with room to spare. */
  static final int SHARE_BYTES = 8;

  /** What it takes that a message has failed, roughly. */
  static final int FAILURE_BYTES = 64;

  private Slot() {}

  static StoredMessage message(Object slot) {
    return slot instanceof SharedMessage shared ? shared.message() : (StoredMessage) slot;
  }

  static long footprint(StoredMessage message) {
    return message.size() + (long) OVERHEAD_BYTES;
  }

  /** Lets go of what was in a slot and returns how many bytes that frees. */
  static long release(Object slot) {
    return slot instanceof SharedMessage shared && !shared.release()
        ? SHARE_BYTES
        : footprint(message(slot));
  }
}
