// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Watches how much memory the kept messages take, and says when publishers have to hold back. Any
 * thread.
 */
public final class MemoryGuard {

  private final LongSupplier usedBytes;
  private final long watermarkBytes;
  private final LongAdder heldBytes = new LongAdder();

  /**
   * Creates a guard.
   *
   * @param usedBytes tells how much is used; cheap
   * @param watermarkBytes above this no message is taken; 1 or more
   */
  public MemoryGuard(LongSupplier usedBytes, long watermarkBytes) {
    this.usedBytes = usedBytes;
    this.watermarkBytes = watermarkBytes;
  }

  /** Adds to what is held beside that; negative when less is. */
  void hold(long bytes) {
    if (bytes != 0) {
      heldBytes.add(bytes);
    }
  }

  /** Tells whether no message may be taken now. */
  boolean isAboveWatermark() {
    return bytes() > watermarkBytes;
  }

  /** Returns what is used, without what is held beside that. */
  long usedBytes() {
    return usedBytes.getAsLong();
  }

  /** Returns what is held beside that. */
  long heldBytes() {
    return heldBytes.sum();
  }

  /** Returns above how much no message is taken. */
  long watermarkBytes() {
    return watermarkBytes;
  }

  private long bytes() {
    return usedBytes.getAsLong() + heldBytes.sum();
  }

  /** Says why, for clients. */
  String reason() {
    return "memory above the watermark: usedBytes=%d, watermarkBytes=%d"
        .formatted(bytes(), watermarkBytes);
  }
}
