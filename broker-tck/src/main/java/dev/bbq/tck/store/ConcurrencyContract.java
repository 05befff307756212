// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;

/** What holds when many threads use a store at once. */
abstract class ConcurrencyContract extends StoreContract {

  private static final int THREADS = 4;
  private static final int APPENDS = 1000;
  private static final int REPEATS = 5;

  private static final ThreadFactory NAMED =
      Thread.ofPlatform().daemon().name("bbq-test-", 0).factory();

  private final ExecutorService threads = Executors.newCachedThreadPool(NAMED);

  /** What a thread has appended to a queue: the messages and where the store says they begin. */
  private record Done(StoreQueue queue, long first, List<String> texts) {}

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @RepeatedTest(REPEATS)
  @Proves({
    StoreSentence.ANY_THREAD,
    StoreSentence.NEVER_MIXED,
    StoreSentence.CALL_ORDER,
    StoreSentence.FIRST_SEQUENCES
  })
  void shouldNumberEachAppendWithoutGapsWhenManyAppendInAnyOrderOfQueues() throws Exception {
    long seed = seed();
    List<StoreQueue> queues = Stream.of("one", "two", "three").map(this::queue).toList();

    CyclicBarrier start = new CyclicBarrier(THREADS);

    List<Callable<List<Done>>> writers =
        IntStream.range(0, THREADS)
            .<Callable<List<Done>>>mapToObj(t -> () -> appendRandomly(t, queues, seed + t, start))
            .toList();
    List<Done> done = all(writers).stream().flatMap(List::stream).toList();

    for (StoreQueue queue : queues) {
      List<String> kept = all(queue).stream().map(StoredRecord::message).map(m -> text(m)).toList();
      int expected = 0;
      for (Done one : done) {
        if (one.queue().equals(queue)) {
          int first = Math.toIntExact(one.first());
          assertThat(kept.subList(first, first + one.texts().size()))
              .as("seed=%d", seed)
              .isEqualTo(one.texts());
          expected += one.texts().size();
        }
      }
      assertThat(kept).as("seed=%d", seed).hasSize(expected);
    }
  }

  private List<Done> appendRandomly(
      int thread, List<StoreQueue> queues, long seed, CyclicBarrier start) throws Exception {
    List<List<Append>> calls = randomCalls(thread, queues, seed);
    List<long[]> firsts = new ArrayList<>();
    start.await(patienceS(), TimeUnit.SECONDS);
    for (List<Append> call : calls) {
      firsts.add(await(store.append(call)));
    }
    List<Done> done = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      List<Append> call = calls.get(i);
      for (int a = 0; a < call.size(); a++) {
        List<String> texts = call.get(a).messages().stream().map(m -> text(m)).toList();
        done.add(new Done(call.get(a).queue(), firsts.get(i)[a], texts));
      }
    }
    return done;
  }

  private static List<List<Append>> randomCalls(int thread, List<StoreQueue> queues, long seed) {
    Random random = new Random(seed);
    List<List<Append>> calls = new ArrayList<>();
    for (int i = 0; i < APPENDS; i++) {
      List<StoreQueue> targets = new ArrayList<>(queues);
      Collections.shuffle(targets, random);
      List<Append> appends = new ArrayList<>();
      StoredMessage shared = message("%d-%d-shared".formatted(thread, i));
      for (StoreQueue target : targets.subList(0, 1 + random.nextInt(targets.size()))) {
        List<StoredMessage> messages = new ArrayList<>();
        for (int m = random.nextInt(20); m > 0; m--) {
          messages.add(message("%d-%d-%d".formatted(thread, i, m)));
        }
        messages.add(random.nextInt(messages.size() + 1), shared);
        appends.add(new Append(target, messages));
      }
      calls.add(appends);
    }
    return calls;
  }

  @RepeatedTest(REPEATS)
  @Proves({StoreSentence.ANY_THREAD, StoreSentence.NOT_BEYOND, StoreSentence.RESIDENT})
  void shouldShowAReaderEveryMessageOnceWhileOthersAppendAndSettle() throws Exception {
    long empty = store.residentBytes();
    StoreQueue one = queue("one");
    StoreQueue two = queue("two");
    Future<Long> readerOfOne = threads.submit(() -> readAndSettle(one));
    Future<Long> readerOfTwo = threads.submit(() -> readAndSettle(two));

    all(
        Stream.of(List.of(one, two), List.of(two, one))
            .<Callable<Boolean>>map(order -> () -> appendInOrder(order))
            .toList());
    append(one, "end");
    append(two, "end");

    assertThat(readerOfOne.get(patienceS(), TimeUnit.SECONDS)).isEqualTo(2L * APPENDS * 3 + 1);
    assertThat(readerOfTwo.get(patienceS(), TimeUnit.SECONDS)).isEqualTo(2L * APPENDS * 3 + 1);
    assertThat(store.residentBytes()).isEqualTo(empty);
  }

  private boolean appendInOrder(List<StoreQueue> order) {
    for (int i = 0; i < APPENDS; i++) {
      List<StoredMessage> messages = numbered(3);
      await(store.append(order.stream().map(queue -> new Append(queue, messages)).toList()));
    }
    return true;
  }

  private static long readAndSettle(StoreQueue queue) {
    long from = 0;
    long read = 0;
    boolean ended = false;
    while (!ended) {
      Page page = await(queue.read(from, 100, 1 << 20));
      for (StoredRecord kept : page.records()) {
        assertThat(kept.sequence()).isEqualTo(read++);
        ended |= text(kept.message()).equals("end");
        await(queue.settle(Sequences.of(kept.sequence())));
      }
      from = page.nextSequence();
      Thread.onSpinWait();
    }
    return read;
  }

  @RepeatedTest(REPEATS)
  @Proves({StoreSentence.ALL_OR_NONE, StoreSentence.DROP})
  void shouldKeepAllOrNothingWhileAQueueIsDropped() throws Exception {
    long empty = store.residentBytes();
    StoreQueue lasting = queue("lasting");
    AtomicBoolean ended = new AtomicBoolean();
    Future<Boolean> dropper = threads.submit(() -> dropAndCreate(ended));

    List<Callable<Integer>> writers =
        IntStream.range(0, 2)
            .<Callable<Integer>>mapToObj(t -> () -> appendBesideADrop(t, lasting))
            .toList();
    int succeeded = all(writers).stream().mapToInt(Integer::intValue).sum();
    ended.set(true);
    assertThat(dropper.get(patienceS(), TimeUnit.SECONDS)).isTrue();

    assertThat(all(lasting)).hasSize(succeeded);
    await(lasting.drop());
    assertThat(store.residentBytes()).isEqualTo(empty);
  }

  private volatile @Nullable StoreQueue passing;

  private boolean dropAndCreate(AtomicBoolean ended) {
    while (!ended.get()) {
      StoreQueue created = queue("passing");
      passing = created;
      Thread.onSpinWait();
      await(created.drop());
    }
    return true;
  }

  private int appendBesideADrop(int thread, StoreQueue lasting) {
    int succeeded = 0;
    for (int i = 0; i < APPENDS * 10; i++) {
      StoreQueue mayEnd = passing;
      if (mayEnd != null) {
        List<StoredMessage> messages = List.of(message("a"));
        Append one = new Append(lasting, messages);
        Append two = new Append(mayEnd, messages);
        var append = store.append(thread == 0 ? List.of(one, two) : List.of(two, one));
        succeeded +=
            append
                .handle((firsts, failure) -> failure == null ? 1 : 0)
                .toCompletableFuture()
                .join();
      }
    }
    return succeeded;
  }

  private <T> List<T> all(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(tasks, 2 * patienceS(), TimeUnit.SECONDS)) {
      results.add(result.get());
    }
    return results;
  }
}
