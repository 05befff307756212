// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.StoredRecord;

/**
 * A message on its way to, or at, one consumer; or back from one.
 *
 * @param lane the lane of the queue that it is in
 * @param record the message in its place
 * @param redeliveries how often it was sent to a consumer before; of what happened before a restart
 *     only the failures are known
 */
public record Lease(int lane, StoredRecord record, int redeliveries) {

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
