// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.testkit.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MemoryGuardTest {

  private final AtomicLong kept = new AtomicLong();
  private final MemoryGuard guard = new MemoryGuard(kept::get, new MemoryMarks(100, 80, 50));

  @Test
  void shouldHaveRoomUpToTheWatermark() {
    kept.set(100);

    assertThat(guard.mustWait()).isFalse();
  }

  @Test
  void shouldHaveNoRoomAboveTheWatermark() {
    kept.set(101);

    assertThat(guard.mustWait()).isTrue();
    assertThat(guard.isBlocked()).isTrue();
  }

  @Test
  void shouldStayBlockedUntilTheLowMark() {
    kept.set(101);
    guard.mustWait();
    kept.set(81);
    guard.look();
    assertThat(guard.mustWait()).isTrue();
    kept.set(80);
    guard.look();

    assertThat(guard.mustWait()).isFalse();
  }

  @Test
  void shouldStayAsItIsWhenTheStoreCannotTell() {
    AtomicBoolean broken = new AtomicBoolean(true);
    MemoryGuard asking =
        new MemoryGuard(
            () -> {
              if (broken.get()) {
                throw new IllegalStateException("told to throw");
              }
              return kept.get();
            },
            new MemoryMarks(100, 80, 50));
    assertThat(asking.mustWait()).isFalse();
    broken.set(false);
    kept.set(101);
    assertThat(asking.mustWait()).isTrue();
    broken.set(true);
    asking.look();

    assertThat(asking.isBlocked()).isTrue();
  }

  @Test
  void shouldTellEachChangeOnce() {
    List<Boolean> told = new ArrayList<>();
    guard.onChange(() -> told.add(guard.isBlocked()));
    kept.set(101);
    guard.mustWait();
    guard.mustWait();
    kept.set(0);
    guard.look();
    guard.look();

    assertThat(told).containsExactly(true, false);
  }

  @Test
  void shouldSayWhy() {
    kept.set(101);

    assertThat(guard.reason())
        .isEqualTo(
            "memory above the watermark: usedBytes=101, watermarkBytes=100, lowMarkBytes=80");
  }

  @Test
  void shouldCountIncompleteMessagesAndThoseOnTheirWay() {
    kept.set(60);
    guard.incomplete(20);
    guard.appending(20);
    assertThat(guard.mustWait()).isFalse();
    guard.incomplete(1);

    assertThat(guard.mustWait()).isTrue();
  }

  @Test
  void shouldNoticeByItselfThatIncompleteMessagesAreGone() {
    guard.incomplete(101);
    guard.mustWait();
    guard.incomplete(-21);

    assertThat(guard.isBlocked()).isFalse();
  }

  @Test
  void shouldNotCountMessagesThatWait() {
    kept.set(90);
    guard.tryWait(50);

    assertThat(guard.mustWait()).isFalse();
  }

  @Test
  void shouldLetMessagesWaitUpToTheirBound() {
    assertThat(guard.tryWait(50)).isTrue();
    assertThat(guard.isFull()).isFalse();
    assertThat(guard.tryWait(1)).isFalse();
    guard.waitNoMore(1);

    assertThat(guard.tryWait(1)).isTrue();
  }

  @Test
  void shouldCountIncompleteMessagesAgainstTheBoundOfThoseThatWait() {
    guard.incomplete(51);

    assertThat(guard.isFull()).isTrue();
    assertThat(guard.tryWait(1)).isFalse();
  }

  @Test
  void shouldNotBeBlockedForLongWhenNobodyLooksOnceMemoryIsFree() {
    AtomicInteger looks = new AtomicInteger();
    MemoryGuard racing =
        new MemoryGuard(
            () -> looks.getAndIncrement() == 0 ? 101 : 0, // all is freed behind its back
            new MemoryMarks(100, 80, 50));
    racing.mustWait();

    assertThat(racing.isBlocked()).isFalse();
  }

  @Test
  void shouldEndUpAsThingsAreWhateverHappensAtOnce() throws Exception {
    AtomicInteger changes = new AtomicInteger();
    guard.onChange(changes::incrementAndGet);
    try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        done.add(threads.submit(this::fillAndEmpty));
      }
      for (Future<?> one : done) {
        one.get(30, TimeUnit.SECONDS);
      }
    }

    Await.until("unblocked", () -> !guard.isBlocked());
    assertThat(changes.get() % 2).isZero();
  }

  private void fillAndEmpty() {
    for (int i = 0; i < 20_000; i++) {
      kept.addAndGet(60);
      guard.mustWait();
      kept.addAndGet(-60);
      guard.look();
    }
  }

  @Test
  void shouldTakeTheMarksFromTheHeap() {
    assertThat(MemoryMarks.of(1000, 0.5, 0.8, 0.0625)).isEqualTo(new MemoryMarks(500, 400, 62));
  }

  @Test
  void shouldLetNoMoreWaitThanHalfOfTheLowMark() {
    assertThat(MemoryMarks.of(1000, 0.05, 0.8, 0.0625)).isEqualTo(new MemoryMarks(50, 40, 20));
  }
}
