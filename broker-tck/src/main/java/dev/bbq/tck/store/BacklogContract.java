// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for a backlog that is larger than the heap's share, in stores that can keep it. */
abstract class BacklogContract extends StoreContract {

  private static final int HEAP_BYTES = 1 << 20;
  private static final int DISK_BYTES = 16 << 20;
  private static final int BODY = 1000;
  private static final int BATCH = 100;
  private static final int BACKLOG = 8 * HEAP_BYTES / BODY / BATCH * BATCH;

  @Test
  @Proves(StoreSentence.NO_FILES)
  void shouldMakeNoFolderIfItNeedsNone() {
    assumeFalse(provider().capabilities().backlogBeyondHeap());
    assumeFalse(provider().capabilities().survivesRestart());
    append(queue("q"), "a");

    assertThat(folder.resolve("store")).doesNotExist();
  }

  @Test
  @Proves({StoreSentence.BACKLOG, StoreSentence.HEAP_SHARE})
  void shouldKeepABacklogBeyondTheHeapInOrderAndWithinItsShare() throws Exception {
    assumeTrue(provider().capabilities().backlogBeyondHeap());
    try (var bounded = new Bounded(open("bounded", HEAP_BYTES, DISK_BYTES))) {
      StoreQueue queue = bounded.queue();
      for (int i = 0; i < BACKLOG; i += BATCH) {
        await(bounded.append(i));
        assertThat(bounded.store().residentBytes()).isLessThanOrEqualTo(HEAP_BYTES);
      }
      long next = 0;
      while (next < BACKLOG) {
        Page page = await(queue.read(next, 512, 1 << 20));
        assertThat(page.records()).isNotEmpty();
        for (StoredRecord kept : page.records()) {
          assertThat(kept.sequence()).isEqualTo(next);
          assertThat(kept.message().bytes()).isEqualTo(body(next));
          next++;
        }
        assertThat(bounded.store().residentBytes()).isLessThanOrEqualTo(HEAP_BYTES);
        await(queue.settle(Sequences.range(0, next - 1)));
      }
      assertThat(bounded.store().residentBytes()).isZero();
    }
  }

  @Test
  @Proves(StoreSentence.DISK_SHARE)
  void shouldTakeNoMoreOfTheDiskThanItMayAndLoseNothing() throws Exception {
    assumeTrue(provider().capabilities().backlogBeyondHeap());
    try (var bounded = new Bounded(open("bounded", HEAP_BYTES, HEAP_BYTES))) {
      int kept = 0;
      String refusal = "";
      while (refusal.isEmpty() && kept < 2 * BACKLOG) {
        try {
          await(bounded.append(kept));
          kept += BATCH;
        } catch (AssertionError refused) {
          refusal = String.valueOf(refused.getCause());
        }
        // Where the broker would have had publishers wait.
        assertThat(filesBytes(folder.resolve("bounded"))).isLessThanOrEqualTo(HEAP_BYTES);
      }

      assertThat(refusal).contains("StoreException");
      assertThat(bounded.store().residentBytes()).isGreaterThan(HEAP_BYTES);
      List<StoredRecord> all = all(bounded.queue());
      assertThat(all).hasSizeGreaterThanOrEqualTo(kept);
      for (int i = 0; i < kept; i++) {
        assertThat(all.get(i).message().bytes()).isEqualTo(body(i));
      }
      await(bounded.queue().settle(Sequences.range(0, all.size())));
      int more = kept;
      awaitTrue(() -> succeeds(bounded, more));
    }
  }

  private static boolean succeeds(Bounded bounded, int from) {
    try {
      bounded.append(from).toCompletableFuture().join();
      return true;
    } catch (CompletionException refused) {
      return false;
    }
  }

  private static long filesBytes(Path in) throws IOException {
    long sum = 0;
    try (Stream<Path> files = Files.walk(in)) {
      for (Path file : files.toList()) {
        sum += Files.isRegularFile(file) ? Files.size(file) : 0;
      }
    }
    return sum;
  }

  private static byte[] body(long number) {
    byte[] body = new byte[BODY];
    Arrays.fill(body, (byte) number);
    body[0] = (byte) (number >> 8);
    return body;
  }

  /** A store within bounds, and a queue in it. */
  private record Bounded(QueueStore store, StoreQueue queue) implements AutoCloseable {

    Bounded(QueueStore store) throws StoreException {
      this(store, await(store.create("q", DEFINITION)));
    }

    CompletionStage<long[]> append(int from) {
      List<StoredMessage> messages = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        messages.add(StoredMessage.of(body(from + i)));
      }
      return store.append(List.of(new Append(queue, messages)));
    }

    @Override
    public void close() {
      await(store.close());
    }
  }
}
