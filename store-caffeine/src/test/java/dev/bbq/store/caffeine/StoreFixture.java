// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A store in a folder, with a queue; its messages tell their numbers. */
final class StoreFixture implements AutoCloseable {

  static final int BODY = 1000;

  private static final long PATIENCE_S = 30;

  final Path folder;
  final CaffeineStore store;
  final StoreQueue queue;
  private int next;

  /** A condition that may fail. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  StoreFixture(Path folder, long heapBytes, long diskBytes) throws StoreException {
    this(folder, Budget.of(heapBytes, diskBytes));
  }

  StoreFixture(Path folder, Budget budget) throws StoreException {
    this.folder = folder;
    store = CaffeineStore.open(folder, budget, 1 << 30);
    queue = await(store.create("q", new byte[0]));
  }

  /** Appends messages, one call for each hundred. */
  void append(int count) {
    for (int end = next + count; next < end; ) {
      List<StoredMessage> messages = new ArrayList<>();
      for (int i = 0; i < 100 && next < end; i++) {
        messages.add(message(next++));
      }
      await(tryAppend(messages));
    }
  }

  CompletionStage<long[]> tryAppend(List<StoredMessage> messages) {
    return store.append(List.of(new Append(queue, messages)));
  }

  static StoredMessage message(int number) {
    return StoredMessage.of(ByteBuffer.allocate(BODY).putInt(0, number).array());
  }

  static int number(StoredRecord kept) {
    return ByteBuffer.wrap(kept.message().bytes()).getInt(0);
  }

  /** Returns the files that messages are in. */
  List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".spill")).sorted().toList();
    }
  }

  static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  static void awaitTrue(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in time");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  @Override
  public void close() {
    await(store.close());
  }
}
