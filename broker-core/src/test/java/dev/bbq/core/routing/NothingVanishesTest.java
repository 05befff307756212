// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueTotals;
import dev.bbq.core.testkit.Trials;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Every message that came into a queue was acked, dead-lettered, dropped for a reason that has a
 * name, or is still there: {@code in = acked + dead-lettered + dropped by reason + still there}.
 */
@Timeout(120)
class NothingVanishesTest {

  private static final int TRIALS = 150;
  private static final int STEPS = 400;

  private final Set<String> reasons = new TreeSet<>(); // that any message had
  private int trials;

  @AfterEach
  void requireAllReasons() {
    if (trials == TRIALS) { // else a seed was given, or one has failed
      assertThat(reasons)
          .containsExactlyInAnyOrder(
              "dead-lettered: delivery-limit",
              "dead-lettered: expired",
              "dead-lettered: overflow",
              "dead-lettered: rejected",
              "dropped: dead-letter-cycle",
              "dropped: deleted",
              "dropped: delivery-limit",
              "dropped: expired",
              "dropped: no-dead-letter-target",
              "dropped: overflow",
              "dropped: purged",
              "dropped: rejected");
    }
  }

  @Test
  void shouldTellWhatBecameOfEveryMessageAtEachStep() {
    Trials.run(
        TRIALS,
        random -> {
          RandomUse use = new RandomUse(random, true);
          for (int i = 0; i < STEPS; i++) {
            use.step();
            use.alarms.pass(0);
            assertAllAccountedFor(use);
          }
          assertDrains(use);
        });
  }

  @Test
  void shouldTellWhatBecameOfEveryMessageOverAStoreThatTakesItsTime() {
    Trials.run(
        TRIALS,
        random -> {
          RandomUse use = new RandomUse(random, false);
          for (int i = 0; i < STEPS; i++) {
            use.step();
            if (i % 50 == 0) {
              use.settleDown();
              assertAllAccountedFor(use);
            }
          }
          assertDrains(use);
        });
  }

  private static void assertAllAccountedFor(RandomUse use) {
    for (Queue queue : use.topology.queues()) {
      QueueInfo info = queue.status();
      assertThat(info.ready()).isNotNegative();
      long there = info.ready() + info.delayed() + info.unacked();
      assertThat(info.counts().in()).as("%s", info).isEqualTo(gone(info.counts()) + there);
      assertThat(stored(use, queue)).as("%s", info).isEqualTo(there);
    }
    QueueTotals totals = use.topology.totals();
    MessageCounts counts = use.topology.counts();
    assertThat(counts.in())
        .as("%s", counts)
        .isEqualTo(gone(counts) + totals.ready() + totals.delayed() + totals.unacked());
  }

  private static long gone(MessageCounts counts) {
    return counts.acked() + sum(counts.deadLettered().values()) + sum(counts.dropped().values());
  }

  private static long sum(Collection<Long> counts) {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  private static long stored(RandomUse use, Queue queue) {
    long records = use.store.log(queue.name()).records().size();
    for (int priority = 1; priority <= queue.options().maxPriority(); priority++) {
      records += use.store.log(queue.name() + '\u001f' + priority).records().size();
    }
    return records;
  }

  private void assertDrains(RandomUse use) {
    use.drain();
    assertAllAccountedFor(use);
    assertThat(use.topology.queues())
        .extracting(Queue::status)
        .allMatch(info -> info.ready() + info.delayed() + info.unacked() == 0);
    assertThat(use.topology.totals().ready()).isZero();
    assertThat(use.topology.totals().delayed()).isZero();
    assertThat(use.topology.totals().unacked()).isZero();
    assertThat(use.topology.totals().residentBytes()).isZero();
    assertThat(use.store.residentBytes()).isZero();
    MessageCounts counts = use.topology.counts();
    counts.deadLettered().keySet().forEach(reason -> reasons.add("dead-lettered: " + reason));
    counts.dropped().keySet().forEach(reason -> reasons.add("dropped: " + reason));
    trials++;
  }
}
