// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.StoredRecord;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to, or at, one consumer; or back from one.
 *
 * <p>It is its own link in the {@link LeaseRing} of that consumer: an object less for each message.
 */
public final class Lease {

  private final int lane;
  private final StoredRecord record;
  private final int redeliveries;

  // The ring's, while it is in one.
  long number;
  @Nullable Lease before;
  @Nullable Lease after;

  /**
   * Creates a lease.
   *
   * @param lane the lane of the queue that it is in
   * @param record the message in its place
   * @param redeliveries how often it was sent to a consumer before; of what happened before a
   *     restart only the failures are known
   */
  Lease(int lane, StoredRecord record, int redeliveries) {
    this.lane = lane;
    this.record = record;
    this.redeliveries = redeliveries;
  }

  int lane() {
    return lane;
  }

  /** Returns the message in its place. */
  public StoredRecord record() {
    return record;
  }

  /**
   * Returns how often it was sent to a consumer before; of what happened before a restart only the
   * failures are known.
   */
  public int redeliveries() {
    return redeliveries;
  }

  long sequence() {
    return record.sequence();
  }

  int failures() {
    return record.failures();
  }

  int size() {
    return record.message().size();
  }

  /**
   * Returns the lease with which the message goes back: sent in vain, and perhaps counted as
   * failed.
   */
  Lease back(boolean sent, boolean failed) {
    if (!sent) {
      return this;
    }
    StoredRecord kept =
        failed
            ? new StoredRecord(record.sequence(), record.failures() + 1, record.message())
            : record;
    return new Lease(lane, kept, redeliveries + 1);
  }
}
