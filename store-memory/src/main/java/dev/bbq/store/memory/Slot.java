// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredMessage.Schedule;

/**
 * How a message lies in a slot: as its bytes alone in the usual case that one slot refers to it and
 * it has no schedule, as a {@link SharedMessage} when several slots do, else as it is.
 */
final class Slot {

  /**
   * What a message takes beside its bytes: {@value Slots#SLOT_BYTES} for the slot, 16 for the
   * header of its array, and 4 for the array's padding.
   */
  static final int OVERHEAD_BYTES = 24;

  /**
   * What it takes more if it is not its bytes alone: 24 for the {@link StoredMessage}, and 32 for
   * its schedule or for the {@link SharedMessage}.
   */
  static final int OBJECT_BYTES = 56;

  /** What each further queue takes of a message that several keep: its slot, with room to spare. */
  static final int SHARE_BYTES = 8;

  /** What it takes that a message has failed, roughly. */
  static final int FAILURE_BYTES = 64;

  private Slot() {}

  /** Returns what lies in a slot that is the only one to refer to a message. */
  static Object of(StoredMessage message) {
    return message.schedule().equals(Schedule.NONE) ? message.bytes() : message;
  }

  static StoredMessage message(Object slot) {
    if (slot instanceof byte[] bytes) {
      return StoredMessage.of(bytes);
    }
    return slot instanceof SharedMessage shared ? shared.message() : (StoredMessage) slot;
  }

  static long footprint(Object slot) {
    return slot instanceof byte[] bytes
        ? bytes.length + (long) OVERHEAD_BYTES
        : message(slot).size() + (long) OVERHEAD_BYTES + OBJECT_BYTES;
  }

  /** Lets go of what was in a slot and returns how many bytes that frees. */
  static long release(Object slot) {
    return slot instanceof SharedMessage shared && !shared.release()
        ? SHARE_BYTES
        : footprint(slot);
  }
}
