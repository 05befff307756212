// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What a stage promises by its completion, and what holds when a store ends. */
abstract class CloseContract extends StoreContract {

  private static final int THREADS = 3;
  private static final int CALLS_BEFORE = 200;

  @Test
  @Proves({StoreSentence.NO_LOCK, StoreSentence.COMPLETES})
  void shouldTakeCallsOfOthersWhileAStageCompletes() {
    StoreQueue queue = queue("q");
    for (int i = 0; i < 50; i++) {
      CompletionStage<?> calls = store.append(List.of(new Append(queue, List.of(message("a")))));
      await(calls.thenRun(() -> useFromAnotherThread(queue)));
      await(queue.read(0, 10, 1000).thenRun(() -> useFromAnotherThread(queue)));
      await(queue.release(Sequences.of(i), 1, 0).thenRun(() -> useFromAnotherThread(queue)));
      await(queue.settle(Sequences.of(i)).thenRun(() -> useFromAnotherThread(queue)));
    }
    await(store.create("other", DEFINITION).thenAccept(CloseContract::useAlone));
    await(queue.drop().thenRun(() -> await(CompletableFuture.runAsync(() -> queue("q")))));
  }

  private static void useAlone(StoreQueue queue) {
    await(CompletableFuture.runAsync(() -> await(queue.read(0, 1, 1))));
  }

  private void useFromAnotherThread(StoreQueue queue) {
    await(
        CompletableFuture.runAsync(
            () -> {
              await(queue.read(0, 10, 1000));
              await(queue.settle(Sequences.builder().build()));
              long unused = store.residentBytes();
            }));
  }

  @Test
  @Proves({StoreSentence.EFFECT, StoreSentence.DURABILITY})
  void shouldFindInACallWhatTheStageBeforeHasDone() {
    StoreQueue queue = queue("q");

    for (int i = 0; i < 100; i++) {
      long sequence = append(queue, "a");
      assertThat(await(queue.read(sequence, 1, 1)).records()).hasSize(1);
      await(queue.release(Sequences.of(sequence), 1, 0));
      assertThat(await(queue.read(sequence, 1, 1)).records().getFirst().failures()).isEqualTo(1);
      await(queue.settle(Sequences.of(sequence)));
      assertThat(await(queue.read(sequence, 1, 1)).records()).isEmpty();
    }
  }

  @RepeatedTest(3)
  @Proves({
    StoreSentence.CLOSE_UNDER_LOAD,
    StoreSentence.CLOSE_COMPLETES,
    StoreSentence.NO_STAGE_OPEN,
    StoreSentence.CLOSED
  })
  void shouldLeaveNoStageOpenWhenClosedUnderLoad() throws Exception {
    long seed = seed();
    var stages = new ConcurrentLinkedQueue<CompletionStage<?>>();
    var ended = new AtomicBoolean();
    var busy = new CountDownLatch(THREADS * CALLS_BEFORE);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      StoreQueue queue = queue("q" + t);
      var random = new Random(seed + t);
      threads.add(
          Thread.ofPlatform()
              .daemon()
              .name("bbq-test-load-" + t)
              .start(() -> load(queue, random, stages, busy, ended)));
    }
    assertThat(busy.await(patienceS(), TimeUnit.SECONDS)).isTrue();
    List<CompletionStage<?>> before = List.copyOf(stages);

    CompletionStage<Void> closed = store.close();
    await(closed);
    ended.set(true);
    for (Thread thread : threads) {
      thread.join(1000 * patienceS());
      assertThat(thread.isAlive()).as("seed=%d", seed).isFalse();
    }

    for (CompletionStage<?> stage : stages) {
      assertThat(stage.handle((done, failure) -> isOfStore(failure)).toCompletableFuture())
          .as("seed=%d", seed)
          .succeedsWithin(Duration.ofSeconds(patienceS()))
          .isEqualTo(true);
    }
    for (CompletionStage<?> stage : before) {
      assertThat(stage.toCompletableFuture().isDone()).isTrue();
    }
    assertThat(failureOf(store.recover())).hasMessageContaining("closed");
    assertThat(store.residentBytes()).isNotNegative();
  }

  private static boolean isOfStore(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause == null || cause instanceof StoreException;
  }

  private void load(
      StoreQueue queue,
      Random random,
      ConcurrentLinkedQueue<CompletionStage<?>> stages,
      CountDownLatch busy,
      AtomicBoolean ended) {
    long next = 0;
    for (int call = 0; call < CALLS_BEFORE || !ended.get(); call++) {
      switch (random.nextInt(4)) {
        case 0 -> stages.add(queue.read(Math.max(0, next - 10), 10, 1000));
        case 1 -> stages.add(queue.settle(Sequences.of(random.nextLong(next + 1))));
        case 2 -> stages.add(queue.release(Sequences.of(random.nextLong(next + 1)), 1, 0));
        default -> {
          List<StoredMessage> messages = numbered(1 + random.nextInt(5));
          stages.add(store.append(List.of(new Append(queue, messages))));
          next += messages.size();
        }
      }
      busy.countDown();
      if (call >= CALLS_BEFORE) {
        Thread.onSpinWait();
      }
      if (call > 100 * CALLS_BEFORE) {
        return; // enough is under way
      }
    }
  }

  @Test
  @Proves({StoreSentence.CLOSE_COMPLETES, StoreSentence.CALL_ORDER})
  void shouldDoWhatCameBeforeTheClose() {
    StoreQueue queue = queue("q");
    List<CompletionStage<long[]>> appends = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      appends.add(store.append(List.of(new Append(queue, numbered(10)))));
    }

    CompletionStage<Void> closed = store.close();

    for (int i = 0; i < appends.size(); i++) {
      assertThat(await(appends.get(i))).containsExactly(10L * i);
    }
    await(closed);
  }

  @Test
  @Proves({StoreSentence.NOTHING_LEFT, StoreSentence.OWN_FOLDER})
  void shouldLeaveNoThreadAndNoLockBehind() throws StoreException {
    Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
    QueueStore other = open("other");
    StoreQueue queue = await(other.create("q", DEFINITION));
    await(other.append(List.of(new Append(queue, numbered(1000)))));
    Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
    started.removeAll(before);
    started.removeIf(thread -> !thread.getName().startsWith("bbq-") || isOfTest(thread));

    await(other.close());

    awaitTrue(() -> started.stream().noneMatch(Thread::isAlive));
    await(open("other").close());
  }

  private static boolean isOfTest(Thread thread) {
    return thread.getName().startsWith("bbq-test");
  }

  @Test
  @Proves({StoreSentence.RESIDENT_RANGE})
  void shouldTellWhatItTakesAfterTheClose() {
    StoreQueue queue = queue("q");
    append(queue, numbered(1000));

    CompletionStage<Void> closed = store.close();
    assertThat(store.residentBytes()).isNotNegative();
    await(closed);

    assertThat(store.residentBytes()).isNotNegative();
  }
}
