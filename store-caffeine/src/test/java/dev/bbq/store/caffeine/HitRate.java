// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how many messages are on the heap when their turn comes, and need no reading back.
 *
 * <p>Arguments: megabytes of the heap's share (32), of which the cache has three eighths. Run it,
 * after {@code mvn test-compile}, with {@code java -Xmx512m -cp
 * broker-api/target/classes:store-caffeine/target/classes:store-caffeine/target/test-classes:CAFFEINE
 * dev.bbq.store.caffeine.HitRate}, where CAFFEINE is its jar.
 */
final class HitRate {

  private static final int BODY = 1024;
  private static final int BATCH = 64;

  private final CaffeineStore store;
  private long loadedBefore;
  private long read;

  private HitRate(CaffeineStore store) {
    this.store = store;
  }

  public static void main(String[] args) throws IOException {
    long share = (args.length > 0 ? Long.parseLong(args[0]) : 32) << 20;
    Path folder = Files.createTempDirectory("bbq-hit-rate");
    Budget budget = Budget.of(share, 16L << 30);
    int cached = (int) (budget.cached() / (BODY + Block.MESSAGE_BYTES));
    System.out.printf("the cache has room for %d messages of %d bytes%n", cached, BODY);
    for (int times : new int[] {1, 2, 4, 16}) {
      CaffeineStore store = CaffeineStore.open(folder, budget, 1 << 30);
      new HitRate(store).fillAndDrain(times * cached);
      store.close().toCompletableFuture().join();
    }
    for (int times : new int[] {1, 2, 4}) {
      CaffeineStore store = CaffeineStore.open(folder, budget, 1 << 30);
      new HitRate(store).passThrough(times * cached, 8 * cached);
      store.close().toCompletableFuture().join();
    }
    for (int lag : new int[] {100, 1000, 5000}) {
      CaffeineStore store = CaffeineStore.open(folder, budget, 1 << 30);
      new HitRate(store).besideAnIdleBacklog(4 * cached, lag, 4 * cached);
      store.close().toCompletableFuture().join();
    }
  }

  /** A backlog is made, then drained. */
  private void fillAndDrain(int backlog) {
    StoreQueue queue = queue("q");
    append(queue, backlog);
    begin();
    drain(queue, 0, backlog);
    report("backlog of %d, then drained".formatted(backlog));
  }

  /** A backlog stays as long as it is, while messages come and go. */
  private void passThrough(int backlog, int messages) {
    StoreQueue queue = queue("q");
    append(queue, backlog);
    begin();
    for (int done = 0; done < messages; done += BATCH) {
      append(queue, BATCH);
      drain(queue, done, done + BATCH);
    }
    report("%d through a steady backlog of %d".formatted(messages, backlog));
  }

  /** A backlog that nobody reads, and another queue through which messages pass with a lag. */
  private void besideAnIdleBacklog(int backlog, int lag, int messages) {
    append(queue("idle"), backlog);
    StoreQueue queue = queue("busy");
    append(queue, lag);
    begin();
    for (int done = 0; done < messages; done += BATCH) {
      append(queue, BATCH);
      drain(queue, done, done + BATCH);
    }
    report("%d with a lag of %d, beside an idle backlog of %d".formatted(messages, lag, backlog));
  }

  private StoreQueue queue(String name) {
    return store.create(name, new byte[0]).toCompletableFuture().join();
  }

  private void append(StoreQueue queue, int count) {
    for (int done = 0; done < count; done += BATCH) {
      List<StoredMessage> messages = new ArrayList<>();
      for (int i = 0; i < Math.min(BATCH, count - done); i++) {
        messages.add(StoredMessage.of(new byte[BODY]));
      }
      store.append(List.of(new Append(queue, messages))).toCompletableFuture().join();
    }
  }

  private void drain(StoreQueue queue, long from, long to) {
    for (long next = from; next < to; ) {
      Page page =
          queue.read(next, (int) Math.min(512, to - next), 1 << 20).toCompletableFuture().join();
      read += page.records().size();
      next = page.nextSequence();
      queue.settle(Sequences.range(0, next - 1)).toCompletableFuture().join();
    }
  }

  private void begin() {
    loadedBefore = store.loader().loadedMessages();
    read = 0;
  }

  private void report(String what) {
    long loaded = store.loader().loadedMessages() - loadedBefore;
    System.out.printf(
        "%s: read=%d, readBack=%d, hitRate=%.3f%n",
        what, read, loaded, Math.max(0, 1 - (double) loaded / read));
  }
}
