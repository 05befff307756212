// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.MessageCounts;
import dev.bbq.core.log.LogText;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has become of the messages of one queue; guarded by the queue. Tells the {@link QueueTotals}
 * once per burst.
 */
final class QueueCounts {

  private static final System.Logger LOGGER = System.getLogger(Queue.class.getName());

  /** How long it keeps quiet after it has said something. */
  private static final long QUIET_MS = 60_000;

  private final QueueTotals totals;
  private final SortedMap<String, Long> dropped = new TreeMap<>();
  private final SortedMap<String, Long> deadLettered = new TreeMap<>();
  private long in;
  private long out;
  private long acked;
  private long redelivered;
  private long purged; // for a moment below 0, when a purge finds what is not reported as appended
  private long leased;
  private long waiting;
  private long tracked;
  private long quietUntilMs;

  QueueCounts(QueueTotals totals) {
    this.totals = totals;
  }

  MessageCounts snapshot() {
    return new MessageCounts(in, out, acked, redelivered, deadLettered, droppedAndPurged());
  }

  private SortedMap<String, Long> droppedAndPurged() {
    if (purged <= 0) {
      return dropped.isEmpty() ? Collections.emptySortedMap() : dropped;
    }
    SortedMap<String, Long> all = new TreeMap<>(dropped);
    all.put(MessageCounts.PURGED, purged);
    return all;
  }

  void in(long count) {
    in += count;
    totals.in.add(count);
  }

  void out(long count, long again) {
    out += count;
    totals.out.add(count);
    if (again > 0) {
      redelivered += again;
      totals.redelivered.add(again);
    }
  }

  void acked(long count) {
    acked += count;
    totals.acked.add(count);
  }

  void dropped(String reason, long count) {
    dropped.merge(reason, count, Long::sum);
    totals.dropped(reason, count);
  }

  void deadLettered(String reason) {
    deadLettered.merge(reason, 1L, Long::sum);
    totals.deadLettered(reason);
  }

  void purged(long count) {
    if (count != 0) {
      purged += count;
      totals.purged.add(count);
    }
  }

  /** Says, now and then, that a message has failed too often and stays. */
  void pausing(String queue, Lease lease, long nowMs) {
    if (nowMs >= quietUntilMs) {
      quietUntilMs = nowMs + QUIET_MS;
      LOGGER.log(
          Level.WARNING,
          () ->
              "message fails again and again, it pauses: queue=%s, sequence=%d, failures=%d"
                  .formatted(LogText.quoted(queue), lease.sequence(), lease.failures()));
    }
  }

  /** Says, now and then, that a dead letter can't be moved. */
  void staying(String queue, String cause, long nowMs) {
    if (nowMs >= quietUntilMs) {
      quietUntilMs = nowMs + QUIET_MS;
      LOGGER.log(
          Level.WARNING,
          () ->
              "dead letters stay, for they can't be moved: queue=%s, cause=%s"
                  .formatted(LogText.quoted(queue), LogText.quoted(cause)));
    }
  }

  void leased(long now) {
    if (now != leased) {
      totals.unacked.add(now - leased);
      leased = now;
    }
  }

  void waiting(long now) {
    if (now != waiting) {
      totals.waiting.add(now - waiting);
      waiting = now;
    }
  }

  void tracked(long now) {
    if (now != tracked) {
      totals.tracked.add(now - tracked);
      tracked = now;
    }
  }
}
