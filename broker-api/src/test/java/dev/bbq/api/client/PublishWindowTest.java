// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.PublisherOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PublishWindowTest {

  private static PublishWindow window(int messages, long bytes) {
    return new PublishWindow(
        new PublisherOptions(messages, bytes, Duration.ofSeconds(10), false, false), () -> "up");
  }

  @Test
  void shouldBoundMessages() {
    PublishWindow window = window(2, 1000);

    assertThat(window.tryAcquire(0)).isTrue();
    assertThat(window.tryAcquire(0)).isTrue();
    assertThat(window.tryAcquire(0)).isFalse();
    window.release(1, 0);
    assertThat(window.tryAcquire(0)).isTrue();
  }

  @Test
  void shouldBoundBytes() {
    PublishWindow window = window(10, 100);

    assertThat(window.tryAcquire(60)).isTrue();
    assertThat(window.tryAcquire(41)).isFalse();
    assertThat(window.tryAcquire(40)).isTrue();
    window.release(1, 60);
    assertThat(window.tryAcquire(60)).isTrue();
  }

  @Test
  void shouldAdmitOneMessageLargerThanWindow() {
    PublishWindow window = window(10, 100);

    assertThat(window.tryAcquire(5000)).isTrue();
    assertThat(window.tryAcquire(1)).isFalse();
    window.release(1, 5000);
    assertThat(window.tryAcquire(1)).isTrue();
  }

  @Test
  void shouldBearLargestBounds() {
    PublishWindow window = window(1 << 20, Long.MAX_VALUE);

    for (int i = 0; i < 1 << 20; i++) {
      assertThat(window.tryAcquire(1 << 20)).isTrue();
    }

    assertThat(window.tryAcquire(0)).isFalse();
    window.release(1 << 20, 1L << 40);
    window.close();
    assertThat(window.isDrained()).isTrue();
  }

  @Test
  void shouldBeDrainedOnlyWhenClosedAndEmpty() {
    PublishWindow window = window(1, 100);
    assertThat(window.tryAcquire(7)).isTrue();
    assertThat(window.isDrained()).isFalse();

    window.close();
    assertThat(window.isDrained()).isFalse();
    window.release(1, 7);

    assertThat(window.isDrained()).isTrue();
  }

  @Test
  void shouldRefuseWhenClosed() {
    PublishWindow window = window(1, 100);
    window.close();

    assertThatThrownBy(() -> window.tryAcquire(1)).isInstanceOf(ClosedException.class);
    assertThatThrownBy(() -> window.acquire(1)).isInstanceOf(ClosedException.class);
  }

  @Test
  void shouldThrowAndKeepFlagWhenInterrupted() {
    PublishWindow window = window(1, 100);
    window.acquire(1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> window.acquire(1))
        .isInstanceOf(BbqTimeoutException.class)
        .hasMessage("interrupted while waiting for room: windowMessages=1, windowBytes=100")
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void shouldFindRoomThatIsTooLittleToBeWokenFor() {
    PublishWindow window = window(16, 1000);
    for (int i = 0; i < 16; i++) {
      window.acquire(1);
    }
    CompletableFuture<Void> waiter = CompletableFuture.runAsync(() -> window.acquire(1));

    window.release(1, 1);

    assertThat(waiter).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void shouldNeverExceedBoundsNorLoseWakeUpWhenManyPublish() throws Exception {
    int threads = 4;
    int each = 20_000;
    PublishWindow window = window(3, 20);
    AtomicLong messages = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    ExecutorService executor = Executors.newFixedThreadPool(threads + 1);
    ExecutorService releaser = Executors.newSingleThreadExecutor();
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        int size = thread + 5;
        running.add(
            executor.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    window.acquire(size);
                    assertThat(messages.incrementAndGet()).isLessThanOrEqualTo(3);
                    assertThat(bytes.addAndGet(size)).isLessThanOrEqualTo(20);
                    releaser.execute(
                        () -> {
                          messages.decrementAndGet();
                          bytes.addAndGet(-size);
                          window.release(1, size);
                        });
                  }
                }));
      }
      for (Future<?> publisher : running) {
        publisher.get();
      }
    } finally {
      executor.shutdownNow();
      releaser.shutdown();
    }
  }
}
