// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.wire.Block.Outcome;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has become of the messages of one queue; guarded by the queue. Tells the {@link QueueTotals}
 * once per burst.
 */
final class QueueCounts {

  private final QueueTotals totals;
  private long in;
  private long out;
  private long acked;
  private long redelivered;
  private long rejected;
  private long purged; // for a moment below 0, when a purge finds what is not reported as appended
  private long tracked; // leased and returned

  QueueCounts(QueueTotals totals) {
    this.totals = totals;
  }

  MessageCounts snapshot() {
    return new MessageCounts(in, out, acked, redelivered, dropped());
  }

  private SortedMap<String, Long> dropped() {
    if (purged <= 0 && rejected == 0) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, Long> dropped = new TreeMap<>();
    if (purged > 0) {
      dropped.put(MessageCounts.PURGED, purged);
    }
    if (rejected > 0) {
      dropped.put(MessageCounts.REJECTED, rejected);
    }
    return dropped;
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

  void settled(Outcome outcome, long count) {
    if (outcome == Outcome.ACK) {
      acked += count;
      totals.acked.add(count);
    } else if (outcome == Outcome.REJECT) {
      rejected += count;
      totals.rejected.add(count);
    }
  }

  void purged(long count) {
    if (count != 0) {
      purged += count;
      totals.purged.add(count);
    }
  }

  void leased(long before, long now) {
    if (now != before) {
      totals.unacked.add(now - before);
    }
  }

  void tracked(long now) {
    if (now != tracked) {
      totals.tracked.add(now - tracked);
      tracked = now;
    }
  }
}
