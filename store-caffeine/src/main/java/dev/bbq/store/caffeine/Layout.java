// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredMessage.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * How a block lies in a file: a head, an index and the bodies, all numbers big-endian.
 *
 * <pre>
 * head   crc32c u32 of all that follows, length u32 of all, id of the block u64, slots u32
 * index  for each slot: size i32, -1 if it is empty; if not: priority u8, with the highest bit set
 *        if times follow; expires at u64, not before u64, in ms since the epoch
 * bodies one after another
 * </pre>
 */
final class Layout {

  static final int CRC_BYTES = 4;
  static final int HEAD_BYTES = CRC_BYTES + 4 + 8 + 4;
  static final int EMPTY = -1;
  static final int TIMES_FOLLOW = 0x80;

  private static final int SIZE_BYTES = 4;
  private static final int PRIORITY_BYTES = 1;
  private static final int TIMES_BYTES = 16;

  private Layout() {}

  static boolean hasTimes(Schedule schedule) {
    return schedule.expiresAtMs() != 0 || schedule.notBeforeMs() != 0;
  }

  /** Returns how many bytes head and index take. */
  static int indexEnd(@Nullable StoredMessage[] messages) {
    int bytes = HEAD_BYTES;
    for (StoredMessage message : messages) {
      bytes += SIZE_BYTES;
      if (message != null) {
        bytes += PRIORITY_BYTES + (hasTimes(message.schedule()) ? TIMES_BYTES : 0);
      }
    }
    return bytes;
  }

  /** Returns how many bytes a block takes. */
  static int length(@Nullable StoredMessage[] messages) {
    int bytes = indexEnd(messages);
    for (StoredMessage message : messages) {
      bytes += message == null ? 0 : message.size();
    }
    return bytes;
  }
}
