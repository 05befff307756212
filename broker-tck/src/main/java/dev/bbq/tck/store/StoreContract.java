// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.StoreContext;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ground of all store contracts, which know nothing but the SPI: an open store for each test,
 * and short ways to use it.
 */
@Timeout(120)
@ExtendWith(SentenceExtension.class)
abstract class StoreContract {

  protected static final byte[] DEFINITION = {1, 2, 3};

  private static final long PATIENCE_S = 30; // unless -Dbbq.test.patience=… says otherwise
  private static final long USUAL_HEAP_BYTES = 256 << 20;
  private static final long USUAL_DISK_BYTES = 1 << 30;

  @TempDir Path folder;

  protected QueueStore store;

  /** Returns the provider under test. */
  protected abstract StoreProvider provider();

  @BeforeEach
  void openStore() throws StoreException {
    store = open("store");
  }

  @AfterEach
  void closeStore() {
    await(store.close());
  }

  /** Opens a store in a folder of its own. */
  protected final QueueStore open(String name) throws StoreException {
    return open(name, USUAL_HEAP_BYTES, USUAL_DISK_BYTES);
  }

  /** Opens a store in a folder of its own, within bounds. */
  protected final QueueStore open(String name, long maxHeapBytes, long maxDiskBytes)
      throws StoreException {
    return provider()
        .open(
            new StoreContext(folder.resolve(name), Clock.systemUTC(), maxHeapBytes, maxDiskBytes));
  }

  /** Asserts how much of the heap a store takes; at least only if it keeps all there. */
  protected final void assertTakes(long least, long most) {
    boolean onHeap = !provider().capabilities().backlogBeyondHeap();
    assertThat(store.residentBytes()).isBetween(onHeap ? least : 0, most);
  }

  protected final StoreQueue queue(String name) {
    return await(store.create(name, DEFINITION));
  }

  /** Appends to one queue and returns the first sequence. */
  protected final long append(StoreQueue queue, List<StoredMessage> messages) {
    return await(store.append(List.of(new Append(queue, messages))))[0];
  }

  protected final long append(StoreQueue queue, String... texts) {
    return append(queue, Stream.of(texts).map(StoreContract::message).toList());
  }

  /** Returns all that a queue keeps. */
  protected static List<StoredRecord> all(StoreQueue queue) {
    List<StoredRecord> records = new ArrayList<>();
    long from = 0;
    while (true) {
      Page page = await(queue.read(from, 1000, 1 << 20));
      if (page.records().isEmpty()) {
        return records;
      }
      records.addAll(page.records());
      from = page.nextSequence();
    }
  }

  /** Returns a record as {@code sequence:text}, with an {@code !} for each failure. */
  protected static String shown(StoredRecord kept) {
    return kept.sequence() + ":" + text(kept.message()) + "!".repeat(kept.failures());
  }

  protected static List<String> shown(List<StoredRecord> records) {
    return records.stream().map(StoreContract::shown).toList();
  }

  protected static String text(StoredMessage message) {
    return new String(message.bytes(), UTF_8);
  }

  protected static StoredMessage message(String text) {
    return StoredMessage.of(text.getBytes(UTF_8));
  }

  protected static StoredMessage message(int bytes) {
    return StoredMessage.of(new byte[bytes]);
  }

  /** Returns messages whose texts are the numbers from 0 on. */
  protected static List<StoredMessage> numbered(int count) {
    return IntStream.range(0, count).mapToObj(i -> message("" + i)).toList();
  }

  protected static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(patienceS(), TimeUnit.SECONDS);
    } catch (ExecutionException | InterruptedException | TimeoutException failure) {
      throw new AssertionError("stage failed", failure);
    }
  }

  /** Waits until a condition holds. */
  protected static void awaitTrue(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceS());
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /** Asserts that a stage fails as stores do, and returns how. */
  protected static StoreException failureOf(CompletionStage<?> stage) {
    Throwable thrown =
        catchThrowable(() -> stage.toCompletableFuture().get(patienceS(), TimeUnit.SECONDS));
    assertThat(thrown).isInstanceOf(ExecutionException.class);
    assertThat(thrown.getCause()).isInstanceOf(StoreException.class);
    return (StoreException) requireNonNull(thrown.getCause());
  }

  /** Returns how long to wait at most for what should happen at once, in seconds. */
  protected static long patienceS() {
    return Long.getLong("bbq.test.patience", PATIENCE_S);
  }

  /** Returns a seed that is printed; {@code -Dbbq.test.seed=…} sets it. */
  protected static long seed() {
    long seed = Long.getLong("bbq.test.seed", System.nanoTime());
    System.out.println("bbq.test.seed=" + seed);
    return seed;
  }
}
