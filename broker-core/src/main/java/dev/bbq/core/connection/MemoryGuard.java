// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import java.util.function.LongSupplier;

/**
 * Watches how much memory the kept messages take, and says when publishers have to hold back. Any
 * thread.
 */
public final class MemoryGuard {

  private final LongSupplier usedBytes;
  private final long watermarkBytes;

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

  /** Tells whether no message may be taken now. */
  boolean isAboveWatermark() {
    return usedBytes.getAsLong() > watermarkBytes;
  }

  /** Says why, for clients. */
  String reason() {
    return "memory above the watermark: usedBytes=%d, watermarkBytes=%d"
        .formatted(usedBytes.getAsLong(), watermarkBytes);
  }
}
