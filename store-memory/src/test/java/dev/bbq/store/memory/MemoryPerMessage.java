// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.memory;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures how many bytes of heap a stored message takes.
 *
 * <p>Arguments: number of messages (10 million), their size in bytes (150). Run it, after {@code
 * mvn test-compile}, with {@code java -Xmx4g -XX:+UseParallelGC -cp
 * broker-api/target/classes:store-memory/target/classes:store-memory/target/test-classes
 * dev.bbq.store.memory.MemoryPerMessage}.
 */
final class MemoryPerMessage {

  private static final int BATCH = 1000;

  private MemoryPerMessage() {}

  public static void main(String[] args) {
    int count = args.length > 0 ? Integer.parseInt(args[0]) : 10_000_000;
    int size = args.length > 1 ? Integer.parseInt(args[1]) : 150;
    MemoryStore store = new MemoryStore(Integer.MAX_VALUE);
    StoreQueue queue = store.create("q", new byte[0]).toCompletableFuture().join();
    long before = usedBytes();
    for (int done = 0; done < count; done += BATCH) {
      List<StoredMessage> messages = new ArrayList<>();
      for (int i = Math.min(BATCH, count - done); i > 0; i--) {
        messages.add(StoredMessage.of(new byte[size]));
      }
      store.append(List.of(new Append(queue, messages))).toCompletableFuture().join();
    }
    double each = (double) (usedBytes() - before) / count;
    System.out.printf(
        "messages=%d, size=%d, heapPerMessage=%.1f, besideBody=%.1f, residentPerMessage=%.1f%n",
        count, size, each, each - size, (double) store.residentBytes() / count);
  }

  private static long usedBytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
