// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What counts beside the messages themselves. */
class ResidentBytesTest {

  private static final int SEGMENTS = 10;
  private static final int MESSAGES = SEGMENTS * Slots.PER_SEGMENT;
  private static final int MESSAGE_BYTES = 1 + Slot.OVERHEAD_BYTES;

  private final MemoryStore store = new MemoryStore(Integer.MAX_VALUE);
  private final StoreQueue queue = store.create("q", new byte[0]).toCompletableFuture().join();

  private void append(int count) {
    store
        .append(
            List.of(new Append(queue, Collections.nCopies(count, StoredMessage.of(new byte[1])))))
        .toCompletableFuture()
        .join();
  }

  private void settle(long first, long last) {
    queue.settle(Sequences.range(first, last)).toCompletableFuture().join();
  }

  @Test
  void shouldCountASegmentForAsLongAsOneMessageIsLeftInIt() {
    append(MESSAGES);
    for (int i = 0; i < MESSAGES; i += Slots.PER_SEGMENT) {
      settle(i + 1, i + Slots.PER_SEGMENT - 1);
    }

    assertThat(store.residentBytes())
        .isEqualTo(SEGMENTS * (MESSAGE_BYTES + (long) Slots.SLOT_BYTES * (Slots.PER_SEGMENT - 1)));
  }

  @Test
  void shouldCountWhatWasSettledInASegmentBeforeItWasFull() {
    append(10);
    settle(0, 8);
    assertThat(store.residentBytes()).isEqualTo(MESSAGE_BYTES);
    append(Slots.PER_SEGMENT);

    assertThat(store.residentBytes())
        .isEqualTo((1 + Slots.PER_SEGMENT) * (long) MESSAGE_BYTES + 9 * Slots.SLOT_BYTES);
  }

  @Test
  void shouldCountNothingOnceAllIsSettledInWhateverOrder() {
    Random random = new Random(1);
    long next = 0;
    for (int i = 0; i < 200; i++) {
      int count = 1 + random.nextInt(700);
      append(count);
      next += count;
      long first = random.nextLong(next);
      settle(first, Math.min(next - 1, first + random.nextInt(2000)));
    }
    assertThat(store.residentBytes()).isPositive();
    settle(0, next - 1);

    assertThat(store.residentBytes()).isZero();
  }

  @Test
  void shouldCountNothingOnceTheQueueIsDropped() {
    append(MESSAGES);
    settle(1, MESSAGES - 2);
    queue.release(Sequences.of(0), 1, 0);
    queue.drop();

    assertThat(store.residentBytes()).isZero();
  }

  @Test
  void shouldCountThatMessagesHaveFailed() {
    append(2);
    queue.release(Sequences.range(0, 1), 1, 0);
    queue.release(Sequences.of(0), 1, 0);
    assertThat(store.residentBytes()).isEqualTo(2 * (MESSAGE_BYTES + Slot.FAILURE_BYTES));
    settle(0, 1);

    assertThat(store.residentBytes()).isZero();
  }
}
