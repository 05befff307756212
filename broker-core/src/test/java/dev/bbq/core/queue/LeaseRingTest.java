// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import dev.bbq.core.testkit.Trials;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LeaseRingTest {

  private final LeaseRing ring = new LeaseRing();

  private static Lease lease(long sequence) {
    return new Lease(0, new StoredRecord(sequence, 0, StoredMessage.of(new byte[1])), 0);
  }

  private static List<Long> settled(LeaseRing ring, long from, long to) {
    List<Long> sequences = new ArrayList<>();
    ring.settle(from, to, lease -> sequences.add(lease.sequence()));
    return sequences;
  }

  private void addAndSend(int count) {
    for (int i = 0; i < count; i++) {
      ring.add(lease(i));
      ring.send();
    }
  }

  @Test
  void shouldNumberDeliveriesFromOne() {
    ring.add(lease(7));

    assertThat(List.of(ring.sent(), ring.next())).containsExactly(1L, 2L);
  }

  @Test
  void shouldNotSettleWhatWasNotSent() {
    ring.add(lease(7));

    assertThat(ring.isUnsettled(1)).isFalse();
  }

  @Test
  void shouldSendInTheOrderOfAdding() {
    ring.add(lease(7));
    ring.add(lease(3));

    assertThat(ring.send().sequence()).isEqualTo(7);
  }

  @Test
  void shouldTakeTheLastUnsentBack() {
    ring.add(lease(7));
    ring.add(lease(8));
    ring.send();

    assertThat(ring.withdraw().sequence()).isEqualTo(8);
  }

  @Test
  void shouldGiveTheNumberOfOneTakenBackToTheNext() {
    ring.add(lease(7));
    ring.withdraw();
    ring.add(lease(8));
    ring.send();

    assertThat(settled(ring, 1, 1)).containsExactly(8L);
  }

  @Test
  void shouldSettleOnlyOnce() {
    addAndSend(3);
    settled(ring, 2, 2);

    assertThat(ring.isUnsettled(2)).isFalse();
  }

  @Test
  void shouldSettleARangeInOrderAndPassOverHoles() {
    addAndSend(10);
    settled(ring, 4, 5);

    assertThat(settled(ring, 3, 8)).containsExactly(2L, 5L, 6L, 7L);
  }

  @Test
  void shouldSettleFromTheOldestWhenTheRangeBeginsBeforeIt() {
    addAndSend(5);
    settled(ring, 1, 2);

    assertThat(settled(ring, 0, 4)).containsExactly(2L, 3L);
  }

  @Test
  void shouldNotSettleWhatIsUnsentAlongWithTheRest() {
    addAndSend(1);
    ring.add(lease(9));
    ring.settleAll(lease -> {});

    assertThat(List.of(ring.count(), ring.unsent())).containsExactly(1, 1);
  }

  @Test
  void shouldFindAnOldLeaseThatIsNeverSettled() {
    addAndSend(100_000);
    settled(ring, 2, 100_000);
    addAndSend(100_000);

    assertThat(settled(ring, 0, 1)).containsExactly(0L);
  }

  @Test
  void shouldHoldNoMoreThanWhatIsUnsettled() {
    addAndSend(1);
    for (int i = 1; i < 10_000; i++) {
      addAndSend(1);
      settled(ring, ring.sent() - 1, ring.sent() - 1);
    }

    assertThat(ring.count()).isEqualTo(1);
    assertThat(ring.capacity()).isLessThanOrEqualTo(64);
  }

  @Test
  void shouldKnowNothingOfNumbersOutsideOfItsRange() {
    addAndSend(20);

    assertThat(List.of(ring.isUnsettled(0), ring.isUnsettled(-1), ring.isUnsettled(21)))
        .containsOnly(false);
  }

  @Test
  void shouldKeepWhatItHoldsWhenItGrows() {
    addAndSend(10);
    settled(ring, 1, 8);
    for (int i = 10; i < 100; i++) {
      ring.add(lease(i));
    }
    while (ring.unsent() > 0) {
      ring.send();
    }

    List<Long> left = settled(ring, 0, 100);
    assertThat(left).hasSize(92).startsWith(8L, 9L, 10L).isSorted().endsWith(99L);
  }

  @Test
  void shouldHoldTheSameLeasesAsAMapUnderRandomUse() {
    Trials.run(
        50,
        random -> {
          LeaseRing ours = new LeaseRing();
          TreeMap<Long, Long> model = new TreeMap<>();
          long sent = 1;
          long next = 1;
          for (int step = 0; step < 500; step++) {
            switch (random.nextInt(5)) {
              case 0, 1 -> {
                ours.add(lease(step));
                model.put(next++, (long) step);
              }
              case 2 -> {
                if (sent < next) {
                  assertThat(ours.send().sequence()).isEqualTo(model.get(sent++));
                }
              }
              case 3 -> {
                if (sent < next && random.nextInt(4) == 0) {
                  assertThat(ours.withdraw().sequence()).isEqualTo(model.remove(--next));
                }
              }
              default -> {
                long number = 1 + random.nextLong(sent);
                boolean unsettled = number < sent && model.containsKey(number);
                assertThat(ours.isUnsettled(number)).isEqualTo(unsettled);
                if (unsettled) {
                  long from = random.nextLong(number + 1);
                  var range = model.subMap(from, true, number, true);
                  assertThat(settled(ours, from, number)).containsExactlyElementsOf(range.values());
                  range.clear();
                }
              }
            }
            assertThat(List.of(ours.sent(), ours.next())).containsExactly(sent, next);
            assertThat(ours.count()).isEqualTo(model.size());
          }
        });
  }
}
