// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import static dev.bbq.store.caffeine.StoreFixture.await;
import static dev.bbq.store.caffeine.StoreFixture.awaitTrue;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredMessage.Schedule;
import dev.bbq.api.store.StoredRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes to disk, how it comes back, and when its files go. */
@Timeout(120)
class SpillTest {

  private static final int HEAP = 1 << 20;
  private static final int DISK = 64 << 20;
  private static final int MANY = 10_000;

  /** Nothing stays on the heap. */
  private static final Budget NO_HEAP = new Budget(HEAP, 0, 0, HEAP, HEAP, DISK, 64 << 10, 1 << 20);

  @TempDir private Path folder;

  @Test
  void shouldWriteNothingWhileThereIsRoomOnTheHeap() throws Exception {
    try (var fixture = new StoreFixture(folder, 100 << 20, DISK)) {
      fixture.append(MANY);

      assertThat(fixture.files()).isEmpty();
      assertThat(fixture.store.residentBytes()).isGreaterThan(MANY * StoreFixture.BODY);
    }
  }

  @Test
  void shouldTakeLessThanSixteenBytesOfHeapForAMessageOnDisk() throws Exception {
    try (var fixture = new StoreFixture(folder, NO_HEAP)) {
      fixture.append(MANY);
      awaitTrue(() -> inBlocks(fixture, State.PENDING) == 0);
      long before = fixture.store.residentBytes() - inAllBlocks(fixture);
      fixture.append(MANY);
      awaitTrue(() -> inBlocks(fixture, State.PENDING) == 0);

      long overhead = fixture.store.residentBytes() - inAllBlocks(fixture) - before;
      assertThat(overhead).isPositive().isLessThan(16L * MANY);
    }
  }

  private static long inBlocks(StoreFixture fixture, State state) {
    return fixture.store.heap().in(state);
  }

  private static long inAllBlocks(StoreFixture fixture) {
    long sum = 0;
    for (State state : State.values()) {
      sum += inBlocks(fixture, state);
    }
    return sum;
  }

  @Test
  void shouldReturnPropertiesAndEmptyMessagesFromDisk() throws Exception {
    try (var fixture = new StoreFixture(folder, NO_HEAP)) {
      var urgent = new Schedule(9, 0, 0);
      var timed = new Schedule(1, Long.MAX_VALUE, 77);
      await(
          fixture.tryAppend(
              List.of(
                  new StoredMessage(new byte[] {1}, urgent),
                  new StoredMessage(new byte[0], timed),
                  StoredMessage.of(new byte[0]))));
      awaitTrue(() -> isOnDisk(fixture, 0));

      List<StoredRecord> first = await(fixture.queue.read(0, 3, 1 << 20)).records();

      assertThat(first)
          .extracting(kept -> kept.message().schedule())
          .containsExactly(urgent, timed, Schedule.NONE);
      assertThat(first).extracting(kept -> kept.message().size()).containsExactly(1, 0, 0);
    }
  }

  @Test
  void shouldReadAMessageThatIsLargerThanAllBuffers() throws Exception {
    try (var fixture = new StoreFixture(folder, NO_HEAP)) {
      byte[] large = new byte[5 << 20];
      for (int i = 0; i < large.length; i++) {
        large[i] = (byte) (i * 31 + (i >> 8));
      }
      await(fixture.tryAppend(List.of(StoredMessage.of(large))));
      awaitTrue(() -> isOnDisk(fixture, 0));

      assertThat(await(fixture.queue.read(0, 1, 1)).records().getFirst().message().bytes())
          .isEqualTo(large);
    }
  }

  @Test
  void shouldWriteABodyOfSeveralQueuesOnceAndReturnItToAll() throws Exception {
    try (var fixture = new StoreFixture(folder, HEAP, DISK)) {
      StoreQueue part = await(fixture.store.create("part", new byte[0]));
      for (int i = 0; i < MANY; i += 10) {
        List<StoredMessage> all = new ArrayList<>();
        List<StoredMessage> some = new ArrayList<>();
        for (int m = i; m < i + 10; m++) {
          StoredMessage message = StoreFixture.message(m);
          all.add(message);
          if (m % 3 == 0) {
            some.add(message);
          }
        }
        await(
            fixture.store.append(List.of(new Append(part, some), new Append(fixture.queue, all))));
      }
      awaitTrue(() -> inBlocks(fixture, State.PENDING) == 0);

      long written = 0;
      for (Path file : fixture.files()) {
        written += Files.size(file);
      }
      assertThat(written).isLessThan(MANY * (StoreFixture.BODY + 20L));
      assertThat(numbers(fixture.queue)).hasSize(MANY).isSorted();
      assertThat(numbers(part)).hasSize((MANY + 2) / 3).allMatch(number -> number % 3 == 0);
    }
  }

  private static List<Integer> numbers(StoreQueue queue) {
    List<Integer> numbers = new ArrayList<>();
    long from = 0;
    while (true) {
      Page page = await(queue.read(from, 512, 1 << 20));
      if (page.records().isEmpty()) {
        return numbers;
      }
      page.records().forEach(kept -> numbers.add(StoreFixture.number(kept)));
      from = page.nextSequence();
    }
  }

  @Test
  void shouldKeepAQueueOffTheDiskWhoseReaderIsCloseBesideABacklogThatNobodyReads()
      throws Exception {
    try (var fixture = new StoreFixture(folder, 8 * HEAP, DISK)) {
      StoreQueue idle = await(fixture.store.create("idle", new byte[0]));
      for (int i = 0; i < MANY; i++) {
        await(fixture.store.append(List.of(new Append(idle, List.of(StoreFixture.message(i))))));
      }
      fixture.append(500);
      for (long done = 0; done < MANY; done += 100) {
        fixture.append(100);
        assertThat(await(fixture.queue.read(done, 100, 1 << 20)).records()).hasSize(100);
        await(fixture.queue.settle(Sequences.range(done, done + 99)));
      }

      assertThat(fixture.store.loader().loadedMessages()).isLessThan(MANY / 4);
    }
  }

  @Test
  void shouldDeleteAFileWhenNothingInItIsLeftAndAllAtTheEnd() throws Exception {
    var fixture = new StoreFixture(folder, HEAP, DISK);
    try (fixture) {
      fixture.append(3 * MANY);
      awaitTrue(() -> fixture.files().size() > 2);
      Path first = fixture.folder.resolve("0.spill");
      assertThat(first).exists();

      await(fixture.queue.settle(Sequences.range(0, 2L * MANY)));
      awaitTrue(() -> !Files.exists(first));
      assertThat(fixture.files()).isNotEmpty();

      await(fixture.queue.settle(Sequences.range(0, Long.MAX_VALUE)));
      awaitTrue(() -> fixture.files().isEmpty());
      assertThat(fixture.store.residentBytes()).isZero();
      fixture.append(3 * MANY);
    }
    assertThat(fixture.files()).isEmpty();
  }

  @Test
  void shouldDeleteWhatACrashHasLeftAndNothingElse() throws Exception {
    Files.write(folder.resolve("7.spill"), new byte[100]);
    Files.write(folder.resolve("mine.txt"), new byte[100]);

    try (var fixture = new StoreFixture(folder, HEAP, DISK)) {
      assertThat(fixture.files()).isEmpty();
      assertThat(folder.resolve("mine.txt")).exists();
    }
  }

  @Test
  void shouldNotShareItsFolder() throws Exception {
    try (var fixture = new StoreFixture(folder, HEAP, DISK)) {
      assertThatThrownBy(() -> new StoreFixture(folder, HEAP, DISK))
          .isInstanceOf(StoreException.class)
          .hasMessage("folder of no use: folder=%s, reason=in use by another broker", folder);
      fixture.append(1);
    }
  }

  @Test
  void shouldSayWhenItsFolderIsAFile() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> new StoreFixture(file, HEAP, DISK))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("folder of no use: folder=" + file);
  }

  @Test
  void shouldFailTheReadAndReturnNoWrongMessageWhenAFileIsDamaged() throws Exception {
    try (var fixture = new StoreFixture(folder, HEAP, DISK)) {
      fixture.append(MANY);
      awaitTrue(() -> inBlocks(fixture, State.PENDING) == 0);
      for (Path file : fixture.files()) {
        damage(file);
      }

      List<String> failures = new ArrayList<>();
      for (int sequence = 0; sequence < MANY; sequence += 500) {
        CompletionStage<Page> read = fixture.queue.read(sequence, 1, 1);
        try {
          StoredRecord kept = await(read).records().getFirst();
          assertThat(StoreFixture.number(kept)).isEqualTo(sequence); // on the heap
        } catch (CompletionException e) {
          assertThat(e.getCause()).isInstanceOf(StoreException.class);
          failures.add(String.valueOf(e.getCause().getMessage()));
        }
      }
      assertThat(failures)
          .isNotEmpty()
          .allSatisfy(
              failure ->
                  assertThat(failure)
                      .startsWith("messages not read back: reason=")
                      .contains("file=", "position="));
      fixture.append(1);
    }
  }

  /** Turns a bit in each kilobyte. */
  private static void damage(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      for (long at = 700; at < channel.size(); at += 1000) {
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, at);
        channel.write(one.put(0, (byte) (one.get(0) ^ 4)).flip(), at);
      }
    }
  }

  @Test
  void shouldRefuseClearlyWhenTheDiskBudgetIsUsedUpAndGoOnWhenThereIsRoom() throws Exception {
    try (var fixture = new StoreFixture(folder, HEAP, 2 << 20)) {
      CompletionStage<long[]> last = CompletableFuture.completedStage(new long[1]);
      int kept = 0;
      while (kept < MANY && !last.toCompletableFuture().isCompletedExceptionally()) {
        last = fixture.tryAppend(List.of(StoreFixture.message(kept++)));
        CompletionStage<long[]> now = last;
        awaitTrue(() -> now.toCompletableFuture().isDone());
      }
      assertThat(last.toCompletableFuture())
          .completesExceptionallyWithin(Duration.ZERO)
          .withThrowableThat()
          .havingCause()
          .isInstanceOf(StoreException.class)
          .withMessageMatching("disk budget used up: usedBytes=\\d+, maxBytes=2097152");
      assertThat(numbers(fixture.queue)).hasSize(kept - 1).isSorted();
      assertThat(fixture.store.residentBytes()).isGreaterThan(HEAP);

      await(fixture.queue.settle(Sequences.range(0, kept / 2)));
      awaitTrue(() -> fixture.store.residentBytes() < HEAP * 4 / 5);
      fixture.append(1);
    }
  }

  private static boolean isOnDisk(StoreFixture fixture, long sequence) {
    return ((CaffeineQueue) fixture.queue).blocksFrom(sequence, 1).getFirst().messages() == null;
  }
}
