// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.MessageCounts;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all queues of a broker have counted together, deleted ones included. Queues add to it once
 * per burst, so that a look at the broker needs no look at each queue. Any thread; what is added
 * while it is read may or may not be seen.
 */
public final class QueueTotals {

  /** What a queue takes of a message that is on lease or back from one, roughly. */
  private static final int TRACKED_BYTES = 120;

  final LongAdder in = new LongAdder();
  final LongAdder out = new LongAdder();
  final LongAdder acked = new LongAdder();
  final LongAdder redelivered = new LongAdder();
  final LongAdder rejected = new LongAdder();
  final LongAdder purged = new LongAdder();
  final LongAdder deleted = new LongAdder();
  final LongAdder unacked = new LongAdder();
  final LongAdder tracked = new LongAdder();
  final LongAdder consumers = new LongAdder();

  /** Creates totals of no queue. */
  public QueueTotals() {}

  /** Returns how many messages are on lease. */
  public long unacked() {
    return Math.max(0, unacked.sum());
  }

  /**
   * Returns how many bytes of heap the queues take for messages on lease and back from one, beside
   * what the store takes. Cheap.
   */
  public long residentBytes() {
    return TRACKED_BYTES * Math.max(0, tracked.sum());
  }

  /** Returns how many messages wait for delivery. */
  public long ready() {
    long kept = in.sum() - acked.sum() - rejected.sum() - purged.sum() - deleted.sum();
    return Math.max(0, kept - unacked());
  }

  /** Returns how many consumers there are. */
  public long consumers() {
    return consumers.sum();
  }

  /**
   * Returns what has become of the messages.
   *
   * @param unroutable how many messages exchanges have dropped
   */
  public MessageCounts counts(long unroutable) {
    SortedMap<String, Long> dropped = new TreeMap<>();
    dropped.put(MessageCounts.DELETED, deleted.sum());
    dropped.put(MessageCounts.PURGED, purged.sum());
    dropped.put(MessageCounts.REJECTED, rejected.sum());
    dropped.put(MessageCounts.UNROUTABLE, unroutable);
    dropped.values().removeIf(count -> count <= 0);
    return new MessageCounts(in.sum(), out.sum(), acked.sum(), redelivered.sum(), dropped);
  }
}
