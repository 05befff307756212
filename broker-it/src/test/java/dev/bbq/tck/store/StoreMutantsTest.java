// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedMethod;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.QueueStore.RecoveredQueue;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreCapabilities;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import dev.bbq.store.caffeine.CaffeineStoreProvider;
import dev.bbq.store.memory.MemoryStoreProvider;
import dev.bbq.tck.store.StoreMutant.Call;
import dev.bbq.tck.store.StoreMutant.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The store kit catches each fault by the tests of the sentence that is broken. */
final class StoreMutantsTest {

  private static final String PATIENCE = "bbq.test.patience";

  // The mutant whose turn it is in this thread, as JUnit makes the tests without arguments.
  private static final ThreadLocal<StoreProvider> MUTANT = new ThreadLocal<>();

  /** A fault, the sentence that it breaks, and a store that keeps it. */
  record Case(StoreSentence sentence, StoreProvider right, String method, Fault fault) {
    Case(StoreSentence sentence, String method, Fault fault) {
      this(sentence, new LastingStoreProvider(), method, fault);
    }
  }

  /** The kit with the mutant of the thread. */
  static final class KitOfMutant extends StoreCompatibilityKit {
    @Override
    protected StoreProvider provider() {
      return MUTANT.get();
    }
  }

  private static List<Case> cases() {
    return Stream.of(casesOfStores(), casesOfAppends(), casesOfReads(), casesOfTheRest())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Case> casesOfStores() {
    return List.of(
        new Case(StoreSentence.PROVIDER_NAME, "StoreProvider.name", call -> "No Name"),
        new Case(StoreSentence.CAPABILITIES, "StoreProvider.capabilities", withLargestMessage(0)),
        new Case(
            StoreSentence.LARGEST_MESSAGE,
            "StoreProvider.capabilities",
            withLargestMessage(LastingStoreProvider.MAX_MESSAGE_BYTES + 1)),
        new Case(
            StoreSentence.BACKLOG,
            new CaffeineStoreProvider(),
            "QueueStore.append",
            fromTheNth(50, call -> CompletableFuture.completedFuture(new long[1]))),
        new Case(
            StoreSentence.HEAP_SHARE,
            new CaffeineStoreProvider(),
            "QueueStore.residentBytes",
            call -> (Long) call.proceed() + (1 << 20)),
        new Case(
            StoreSentence.DISK_SHARE,
            new CaffeineStoreProvider(),
            "StoreProvider.open",
            withContext(
                given ->
                    new StoreContext(
                        given.dataDirectory(), given.clock(), given.maxHeapBytes(), 1 << 30))),
        new Case(
            StoreSentence.OWN_FOLDER,
            "StoreProvider.open",
            withContext(
                given ->
                    new StoreContext(
                        Path.of("same"),
                        given.clock(),
                        given.maxHeapBytes(),
                        given.maxDiskBytes()))),
        new Case(
            StoreSentence.NO_FILES,
            new MemoryStoreProvider(),
            "StoreProvider.open",
            call -> {
              Files.createDirectories(((StoreContext) call.arguments().get(0)).dataDirectory());
              return call.proceed();
            }),
        new Case(
            StoreSentence.RECOVER,
            "QueueStore.recover",
            call -> CompletableFuture.completedFuture(List.of())),
        new Case(
            StoreSentence.CREATE_LASTS,
            "QueueStore.recover",
            call -> CompletableFuture.completedFuture(List.of())),
        new Case(
            StoreSentence.NOTHING_RECOVERED,
            new MemoryStoreProvider(),
            "QueueStore.recover",
            call -> {
              QueueStore store = (QueueStore) call.target();
              return store
                  .create("ghost", new byte[0])
                  .thenApply(
                      ghost -> List.of(new RecoveredQueue("ghost", new byte[0], ghost, 0, 0, 0)));
            }),
        new Case(
            StoreSentence.DEFINITION,
            "QueueStore.recover",
            recovered(
                q ->
                    new RecoveredQueue(
                        q.name(),
                        new byte[1],
                        q.queue(),
                        q.firstSequence(),
                        q.nextSequence(),
                        q.count()))),
        new Case(
            StoreSentence.RECOVERED_FIRST,
            "QueueStore.recover",
            recovered(
                q ->
                    new RecoveredQueue(
                        q.name(), q.definition(), q.queue(), 0, q.nextSequence(), q.count()))),
        new Case(
            StoreSentence.RECOVERED_NEXT,
            "QueueStore.recover",
            recovered(
                q ->
                    new RecoveredQueue(
                        q.name(), q.definition(), q.queue(), q.firstSequence(), 0, q.count()))),
        new Case(
            StoreSentence.RECOVERED_COUNT,
            "QueueStore.recover",
            recovered(
                q ->
                    new RecoveredQueue(
                        q.name(),
                        q.definition(),
                        q.queue(),
                        q.firstSequence(),
                        q.nextSequence(),
                        q.nextSequence()))),
        new Case(
            StoreSentence.CREATE,
            "QueueStore.create",
            call -> {
              CompletableFuture<StoreQueue> made = stage(call.proceed());
              QueueStore store = (QueueStore) call.target();
              List<StoredMessage> more = List.of(StoredMessage.of(new byte[0]));
              return made.thenCompose(
                  queue -> store.append(List.of(new Append(queue, more))).thenApply(done -> queue));
            }),
        new Case(
            StoreSentence.QUEUE_NAME,
            "QueueStore.create",
            call ->
                call.proceed(
                    ((String) call.arguments().get(0)).toLowerCase(Locale.ROOT),
                    call.arguments().get(1))),
        new Case(
            StoreSentence.NAME_TAKEN,
            "QueueStore.create",
            call -> {
              CompletableFuture<StoreQueue> made = stage(call.proceed());
              return made.isCompletedExceptionally()
                  ? call.proceed(call.arguments().get(0) + " again", call.arguments().get(1))
                  : made;
            }),
        new Case(StoreSentence.FAILED_CREATE, "QueueStore.create", droppingWhatIsThere()),
        new Case(
            StoreSentence.FAILS_AS_STORE,
            "QueueStore.create",
            call -> {
              CompletableFuture<StoreQueue> made = stage(call.proceed());
              return made.isCompletedExceptionally()
                  ? CompletableFuture.failedFuture(new IllegalStateException("closed: name=q"))
                  : made;
            }),
        new Case(StoreSentence.RESIDENT, "QueueStore.residentBytes", call -> 0L),
        new Case(StoreSentence.RESIDENT_RANGE, "QueueStore.residentBytes", call -> -1L),
        new Case(
            StoreSentence.CLOSE_UNDER_LOAD,
            "QueueStore.close",
            call -> {
              throw new IllegalStateException("calls under way");
            }),
        new Case(
            StoreSentence.CLOSED,
            "QueueStore.recover",
            call -> CompletableFuture.completedFuture(List.of())),
        new Case(
            StoreSentence.CLOSED_TWICE,
            "QueueStore.close",
            fromTheNth(
                2, call -> CompletableFuture.failedFuture(new StoreException("closed before")))),
        new Case(
            StoreSentence.NOTHING_LEFT,
            "StoreProvider.open",
            call -> {
              Thread.ofPlatform()
                  .daemon()
                  .name("bbq-left-behind")
                  .start(() -> LockSupport.parkNanos(20_000_000_000L));
              return call.proceed();
            }));
  }

  private static List<Case> casesOfAppends() {
    return List.of(
        new Case(StoreSentence.NO_LOCK, "StoreQueue.read", completingUnderALock()),
        new Case(StoreSentence.COMPLETES, "QueueStore.append", never()),
        new Case(StoreSentence.NO_STAGE_OPEN, "StoreQueue.read", never()),
        new Case(StoreSentence.CLOSE_COMPLETES, "QueueStore.append", never()),
        new Case(StoreSentence.ANY_THREAD, "QueueStore.append", forOneThreadOnly()),
        new Case(
            StoreSentence.BAD_ARGUMENT,
            "QueueStore.append",
            call -> {
              try {
                return call.proceed();
              } catch (IllegalArgumentException e) {
                return CompletableFuture.failedFuture(new StoreException(e.getMessage(), e));
              }
            }),
        new Case(StoreSentence.GOES_ON, "QueueStore.append", brokenByBadArguments()),
        new Case(StoreSentence.ALL_OR_NONE, "QueueStore.append", oneByOne()),
        new Case(
            StoreSentence.NEXT_SEQUENCES,
            "QueueStore.append",
            withMessages(messages -> messages.reversed())),
        new Case(
            StoreSentence.KEPT_ONCE, "QueueStore.append", withMessages(StoreMutantsTest::copies)),
        new Case(
            StoreSentence.RESIDENT_ONCE,
            "QueueStore.append",
            withMessages(StoreMutantsTest::copies)),
        new Case(
            StoreSentence.BYTES,
            "QueueStore.append",
            withMessages(
                messages -> {
                  messages.forEach(message -> Arrays.fill(message.bytes(), (byte) 0));
                  return messages;
                })),
        new Case(
            StoreSentence.SCHEDULE,
            "QueueStore.append",
            withMessages(
                messages -> messages.stream().map(one -> StoredMessage.of(one.bytes())).toList())),
        new Case(StoreSentence.NEVER_MIXED, "QueueStore.append", messageByMessage()),
        new Case(StoreSentence.CALL_ORDER, "QueueStore.append", everySecondLater()),
        new Case(
            StoreSentence.FIRST_SEQUENCES,
            "QueueStore.append",
            call -> {
              CompletableFuture<long[]> firsts = stage(call.proceed());
              return firsts.thenApply(all -> Arrays.stream(all).map(one -> one + 1).toArray());
            }),
        new Case(
            StoreSentence.APPEND_FAILS,
            "QueueStore.append",
            call -> {
              CompletableFuture<long[]> firsts = stage(call.proceed());
              int appends = ((List<?>) call.arguments().get(0)).size();
              return firsts.exceptionally(refused -> new long[appends]);
            }));
  }

  private static List<Case> casesOfReads() {
    return List.of(
        new Case(
            StoreSentence.NUMBERED,
            "StoreQueue.read",
            withRecords(
                one -> new StoredRecord(one.sequence() + 1, one.failures(), one.message()))),
        new Case(
            StoreSentence.FAILURES,
            "StoreQueue.read",
            withRecords(one -> new StoredRecord(one.sequence(), 7, one.message()))),
        new Case(
            StoreSentence.RELEASE_LASTS,
            "StoreQueue.read",
            withRecords(one -> new StoredRecord(one.sequence(), 0, one.message()))),
        new Case(
            StoreSentence.DURABILITY,
            "StoreQueue.read",
            withPage(
                page ->
                    new Page(
                        page.records().subList(0, Math.max(0, page.records().size() - 1)),
                        page.nextSequence()))),
        new Case(
            StoreSentence.READ_AGAIN,
            "StoreQueue.read",
            call -> {
              CompletableFuture<Page> read = stage(call.proceed());
              StoreQueue queue = (StoreQueue) call.target();
              return read.thenCompose(
                  page ->
                      queue
                          .settle(Sequences.range(0, page.nextSequence()))
                          .thenApply(done -> page));
            }),
        new Case(StoreSentence.READ_FROM, "StoreQueue.read", withArgument(0, 0L)),
        new Case(StoreSentence.MAX_RECORDS, "StoreQueue.read", withArgument(1, Integer.MAX_VALUE)),
        new Case(StoreSentence.MAX_BYTES, "StoreQueue.read", withArgument(2, Long.MAX_VALUE)),
        new Case(StoreSentence.PAGE, "StoreQueue.read", withArgument(1, 1)),
        new Case(
            StoreSentence.PAGE_RECORDS,
            "StoreQueue.read",
            withPage(page -> new Page(page.records().reversed(), page.nextSequence()))),
        new Case(
            StoreSentence.NEXT_PAGE,
            "StoreQueue.read",
            withPage(page -> page.records().isEmpty() ? new Page(List.of(), 0) : page)),
        new Case(
            StoreSentence.NOT_BEYOND,
            "StoreQueue.read",
            withPage(
                page ->
                    page.records().isEmpty()
                        ? new Page(List.of(), page.nextSequence() + 1)
                        : page)));
  }

  private static List<Case> casesOfTheRest() {
    return List.of(
        new Case(StoreSentence.EFFECT, "StoreQueue.release", nothing()),
        new Case(StoreSentence.SETTLE, "StoreQueue.settle", nothing()),
        new Case(StoreSentence.SETTLED, "StoreQueue.settle", nothing()),
        new Case(StoreSentence.SETTLE_PASSES, "StoreQueue.settle", failingBeyond()),
        new Case(StoreSentence.SETTLE_NOW, "StoreQueue.settle", alsoLater()),
        new Case(StoreSentence.RELEASE, "StoreQueue.release", nothing()),
        new Case(StoreSentence.RELEASE_PASSES, "StoreQueue.release", failingBeyond()),
        new Case(
            StoreSentence.RELEASE_RANGE,
            "StoreQueue.release",
            call -> {
              try {
                return call.proceed();
              } catch (IllegalArgumentException e) {
                return CompletableFuture.completedFuture(null);
              }
            }),
        new Case(StoreSentence.DROP, "StoreQueue.drop", nothing()),
        new Case(StoreSentence.CREATED_ANEW, "StoreQueue.drop", nothing()),
        new Case(
            StoreSentence.DROPPED,
            "StoreQueue.drop",
            fromTheNth(
                2, call -> CompletableFuture.failedFuture(new StoreException("dropped: name=q")))));
  }

  @BeforeAll
  static void haveLittlePatience() {
    System.setProperty(PATIENCE, "1");
  }

  @AfterAll
  static void haveTheUsualPatience() {
    System.clearProperty(PATIENCE);
  }

  @TestFactory
  Stream<DynamicTest> shouldCatchEachMutant() {
    return cases().stream()
        .map(mutant -> dynamicTest(mutant.sentence().name(), () -> assertCaught(run(mutant))));
  }

  @Test
  void shouldHaveATestAndAMutantForEachSentence() {
    Set<StoreSentence> broken = EnumSet.noneOf(StoreSentence.class);
    cases().forEach(mutant -> broken.add(mutant.sentence()));

    assertThat(StoreSentence.values())
        .allSatisfy(sentence -> assertThat(testsOf(sentence)).as(sentence.name()).isNotEmpty());
    assertThat(broken).containsExactlyInAnyOrder(StoreSentence.values());
  }

  private static void assertCaught(TestExecutionSummary summary) {
    assertThat(summary.getTestsFoundCount()).isPositive();
    assertThat(summary.getFailures())
        .isNotEmpty()
        .allSatisfy(
            failure ->
                assertThat(failure.getException()).hasMessageStartingWith("contract broken"));
  }

  private static TestExecutionSummary run(Case mutant) {
    MUTANT.set(StoreMutant.of(mutant.right(), mutant.method(), mutant.fault()));
    var listener = new SummaryGeneratingListener();
    var request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(testsOf(mutant.sentence()))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
            .build();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static List<DiscoverySelector> testsOf(StoreSentence sentence) {
    List<DiscoverySelector> tests = new ArrayList<>();
    for (Class<?> nested : StoreCompatibilityKit.class.getDeclaredClasses()) {
      if (!nested.isAnnotationPresent(Nested.class)) {
        continue;
      }
      for (var method : nested.getSuperclass().getDeclaredMethods()) {
        Proves proves = method.getAnnotation(Proves.class);
        if (proves != null && List.of(proves.value()).contains(sentence)) {
          tests.add(selectNestedMethod(List.of(KitOfMutant.class), nested, method));
        }
      }
    }
    return tests;
  }

  // --- faults

  @SuppressWarnings("unchecked")
  private static <T> CompletableFuture<T> stage(Object returned) {
    return ((CompletionStage<T>) returned).toCompletableFuture();
  }

  private static Fault nothing() {
    return call -> CompletableFuture.completedFuture(null);
  }

  private static Fault never() {
    return call -> {
      call.proceed();
      return new CompletableFuture<>();
    };
  }

  private static Fault fromTheNth(int number, Fault fault) {
    var calls = new AtomicInteger();
    return call -> calls.incrementAndGet() < number ? call.proceed() : fault.call(call);
  }

  private static Fault withLargestMessage(long bytes) {
    return call -> {
      var right = (StoreCapabilities) call.proceed();
      return new StoreCapabilities(
          right.durability(), right.survivesRestart(), right.backlogBeyondHeap(), bytes);
    };
  }

  private static Fault withContext(UnaryOperator<StoreContext> change) {
    return call -> call.proceed(change.apply((StoreContext) call.arguments().get(0)));
  }

  private static Fault recovered(UnaryOperator<RecoveredQueue> change) {
    return call -> {
      CompletableFuture<List<RecoveredQueue>> found = stage(call.proceed());
      return found.thenApply(queues -> queues.stream().map(change).toList());
    };
  }

  private static Fault withMessages(UnaryOperator<List<StoredMessage>> change) {
    return call -> call.proceed(changed(call, change));
  }

  private static List<Append> changed(Call call, UnaryOperator<List<StoredMessage>> change) {
    return appends(call).stream()
        .map(append -> new Append(append.queue(), change.apply(append.messages())))
        .toList();
  }

  private static List<Append> appends(Call call) {
    return ((List<?>) call.arguments().get(0)).stream().map(Append.class::cast).toList();
  }

  private static List<StoredMessage> copies(List<StoredMessage> messages) {
    return messages.stream()
        .map(one -> new StoredMessage(one.bytes().clone(), one.schedule()))
        .toList();
  }

  private static Fault oneByOne() {
    return call -> {
      List<Append> appends = appends(call);
      if (appends.size() < 2) {
        return call.proceed();
      }
      long[] firsts = new long[appends.size()];
      for (int i = 0; i < firsts.length; i++) {
        CompletableFuture<long[]> one = stage(call.proceed(List.of(appends.get(i))));
        if (one.isCompletedExceptionally()) {
          return one;
        }
        firsts[i] = one.join()[0];
      }
      return CompletableFuture.completedFuture(firsts);
    };
  }

  private static Fault messageByMessage() {
    return call -> {
      List<Append> appends = appends(call);
      long[] firsts = new long[appends.size()];
      Arrays.fill(firsts, -1);
      for (int i = 0; i < firsts.length; i++) {
        for (StoredMessage message : appends.get(i).messages()) {
          Append single = new Append(appends.get(i).queue(), List.of(message));
          CompletableFuture<long[]> one = stage(call.proceed(List.of(single)));
          firsts[i] = firsts[i] < 0 ? one.join()[0] : firsts[i];
          Thread.onSpinWait();
        }
      }
      return CompletableFuture.completedFuture(firsts);
    };
  }

  private static Fault everySecondLater() {
    var held = new AtomicReference<Runnable>();
    return call -> {
      Runnable before = held.getAndSet(null);
      if (before != null) {
        Object now = call.proceed();
        before.run();
        return now;
      }
      var later = new CompletableFuture<long[]>();
      held.set(
          () -> {
            try {
              CompletableFuture<long[]> done = stage(call.proceed());
              later.complete(done.join());
            } catch (Throwable e) {
              later.completeExceptionally(e);
            }
          });
      return later;
    };
  }

  private static Fault forOneThreadOnly() {
    var owner = new AtomicReference<Thread>();
    return call -> {
      Thread current = Thread.currentThread();
      owner.compareAndSet(null, current);
      return owner.get() == current
          ? call.proceed()
          : CompletableFuture.failedFuture(new StoreException("thread of others"));
    };
  }

  private static Fault brokenByBadArguments() {
    var broken = new AtomicReference<Throwable>();
    return call -> {
      if (broken.get() != null) {
        return CompletableFuture.failedFuture(new StoreException("broken", broken.get()));
      }
      try {
        return call.proceed();
      } catch (IllegalArgumentException e) {
        broken.set(e);
        throw e;
      }
    };
  }

  private static Fault completingUnderALock() {
    var lock = new Object();
    return call -> {
      CompletableFuture<Page> read;
      synchronized (lock) {
        read = stage(call.proceed());
      }
      var late = new CompletableFuture<Page>();
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                LockSupport.parkNanos(50_000_000);
                synchronized (lock) {
                  late.complete(read.join());
                }
              });
      return late;
    };
  }

  private static Fault droppingWhatIsThere() {
    Map<Object, StoreQueue> there = new HashMap<>();
    return call -> {
      Object name = call.arguments().get(0);
      CompletableFuture<StoreQueue> made = stage(call.proceed());
      if (made.isCompletedExceptionally()) {
        there.get(name).drop();
      } else {
        there.put(name, made.join());
      }
      return made;
    };
  }

  private static Fault withPage(UnaryOperator<Page> change) {
    return call -> {
      CompletableFuture<Page> read = stage(call.proceed());
      return read.thenApply(change);
    };
  }

  private static Fault withRecords(UnaryOperator<StoredRecord> change) {
    return withPage(
        page -> new Page(page.records().stream().map(change).toList(), page.nextSequence()));
  }

  private static Fault withArgument(int index, Object value) {
    return call -> {
      Object[] others = call.arguments().toArray();
      others[index] = value;
      return call.proceed(others);
    };
  }

  private static Fault failingBeyond() {
    return call -> {
      Sequences sequences = (Sequences) call.arguments().get(0);
      int last = sequences.ranges() - 1;
      return last >= 0 && sequences.last(last) == Long.MAX_VALUE
          ? CompletableFuture.failedFuture(new StoreException("not kept"))
          : call.proceed();
    };
  }

  /** Settles what was asked for once more with the next call. */
  private static Fault alsoLater() {
    var before = new AtomicReference<Sequences>();
    return call -> {
      Sequences again = before.getAndSet((Sequences) call.arguments().get(0));
      if (again != null) {
        call.proceed(again);
      }
      return call.proceed();
    };
  }
}
