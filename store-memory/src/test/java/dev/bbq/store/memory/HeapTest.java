// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the garbage collector may take. */
@Timeout(120)
class HeapTest {

  private static final int BATCH = 100_000;
  private static final int MILLIONS = 4_000_000;
  private static final int OF_MILLIONS_IF_KEPT = MILLIONS * 4;

  private final MemoryStore store = new MemoryStore(Integer.MAX_VALUE);
  private final StoreQueue queue = store.create("q", new byte[0]).toCompletableFuture().join();

  @Test
  void shouldLetGoOfABodyThatIsSettledInTheMiddle() {
    WeakReference<byte[]> body = appendThreeAndSettleTheSecond();

    assertThat(becomesTrue(() -> body.get() == null)).isTrue();
    assertThat(store.residentBytes()).isEqualTo(2 * (1 + Slot.OVERHEAD_BYTES));
  }

  private WeakReference<byte[]> appendThreeAndSettleTheSecond() {
    byte[] second = new byte[1000];
    append(
        List.of(
            StoredMessage.of(new byte[1]),
            StoredMessage.of(second),
            StoredMessage.of(new byte[1])));
    queue.settle(Sequences.of(1));
    return new WeakReference<>(second);
  }

  @Test
  void shouldStaySmallWhenMillionsAreSettledBehindAStuckFirstMessage() {
    List<StoredMessage> batch = Collections.nCopies(BATCH, StoredMessage.of(new byte[1]));
    long before = usedBytes();

    for (int i = 0; i < MILLIONS / BATCH; i++) {
      append(batch);
    }
    queue.settle(Sequences.range(1, MILLIONS - 1));

    assertThat(becomesTrue(() -> usedBytes() - before < OF_MILLIONS_IF_KEPT / 8)).isTrue();
    assertThat(queue.read(0, 10, 10).toCompletableFuture().join().records()).hasSize(1);
  }

  @Test
  void shouldLetGoOfTheSlotsInTheMiddleOfAQueue() {
    List<StoredMessage> batch = Collections.nCopies(BATCH, StoredMessage.of(new byte[1]));
    for (int i = 0; i < MILLIONS / BATCH; i++) {
      append(batch);
    }
    long before = usedBytes();

    queue.settle(Sequences.range(BATCH, MILLIONS - BATCH));

    assertThat(becomesTrue(() -> before - usedBytes() > OF_MILLIONS_IF_KEPT / 2)).isTrue();
  }

  private void append(List<StoredMessage> messages) {
    store.append(List.of(new Append(queue, messages))).toCompletableFuture().join();
  }

  private static boolean becomesTrue(BooleanSupplier condition) {
    for (int i = 0; i < 50; i++) {
      if (condition.getAsBoolean()) {
        return true;
      }
      System.gc();
    }
    return false;
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
