// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.MessageCounts;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
  final LongAdder purged = new LongAdder();
  final LongAdder deleted = new LongAdder();
  final LongAdder unacked = new LongAdder();
  final LongAdder waiting = new LongAdder();
  final LongAdder tracked = new LongAdder();
  final LongAdder consumers = new LongAdder();

  private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> deadLettered = new ConcurrentHashMap<>();

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

  void dropped(String reason, long count) {
    dropped.computeIfAbsent(reason, name -> new LongAdder()).add(count);
  }

  void deadLettered(String reason) {
    deadLettered.computeIfAbsent(reason, name -> new LongAdder()).increment();
  }

  /** Returns how many messages wait for delivery. */
  public long ready() {
    long gone = acked.sum() + purged.sum() + deleted.sum() + sum(dropped) + sum(deadLettered);
    return Math.max(0, in.sum() - gone - unacked() - delayed());
  }

  /** Returns how many messages are not to be delivered yet. */
  public long delayed() {
    return Math.max(0, waiting.sum());
  }

  private static long sum(Map<String, LongAdder> counters) {
    return counters.values().stream().mapToLong(LongAdder::sum).sum();
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
    SortedMap<String, Long> drops = sums(dropped);
    drops.put(MessageCounts.DELETED, deleted.sum());
    drops.put(MessageCounts.PURGED, purged.sum());
    drops.merge(MessageCounts.UNROUTABLE, unroutable, Long::sum);
    drops.values().removeIf(count -> count <= 0);
    return new MessageCounts(
        in.sum(), out.sum(), acked.sum(), redelivered.sum(), sums(deadLettered), drops);
  }

  private static SortedMap<String, Long> sums(Map<String, LongAdder> counters) {
    SortedMap<String, Long> sums = new TreeMap<>();
    counters.forEach((reason, count) -> sums.put(reason, count.sum()));
    return sums;
  }
}
