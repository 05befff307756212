// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BurstTest {

  private static final class Entry implements Burst.Item<Entry> {
    private final int thread;
    private final int number;
    private @Nullable Entry next;

    Entry(int thread, int number) {
      this.thread = thread;
      this.number = number;
    }

    @Override
    public @Nullable Entry next() {
      return next;
    }

    @Override
    public void setNext(@Nullable Entry item) {
      next = item;
    }
  }

  private final Burst<Entry> burst = new Burst<>();

  @Test
  void shouldAskForTakerOnlyWhenIdle() {
    assertThat(burst.add(new Entry(0, 0))).isTrue();
    assertThat(burst.add(new Entry(0, 1))).isFalse();
    assertThat(burst.take()).isNotNull();
    assertThat(burst.add(new Entry(0, 2))).isFalse();
    assertThat(burst.take()).isNotNull();
    assertThat(burst.take()).isNull();
    assertThat(burst.add(new Entry(0, 3))).isTrue();
  }

  @Test
  void shouldTakeInOrderOfAdding() {
    for (int i = 0; i < 5; i++) {
      burst.add(new Entry(0, i));
    }

    List<Integer> taken = new ArrayList<>();
    for (Entry entry = burst.take(); entry != null; entry = entry.next()) {
      taken.add(entry.number);
    }

    assertThat(taken).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void shouldLoseNothingAndKeepOrderOfEachThreadWhenManyAdd() throws Exception {
    int threads = 4;
    int each = 50_000;
    int[] seen = new int[threads];
    CountDownLatch all = new CountDownLatch(threads * each);
    ExecutorService taker = Executors.newSingleThreadExecutor();
    ExecutorService adders = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int id = thread;
        running.add(
            adders.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    if (burst.add(new Entry(id, i))) {
                      taker.execute(() -> takeAll(seen, all));
                    }
                  }
                }));
      }
      for (Future<?> adder : running) {
        adder.get();
      }
      all.await();
    } finally {
      adders.shutdownNow();
      taker.shutdownNow();
    }
    assertThat(seen).containsOnly(each);
  }

  private void takeAll(int[] seen, CountDownLatch all) {
    for (Entry first = burst.take(); first != null; first = burst.take()) {
      for (Entry entry = first; entry != null; entry = entry.next()) {
        assertThat(entry.number).isEqualTo(seen[entry.thread]++);
        all.countDown();
      }
    }
  }
}
