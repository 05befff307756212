// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a queue is read forward. */
abstract class ReadContract extends StoreContract {

  private static final long NO_BOUND = Long.MAX_VALUE;

  @Test
  @Proves({StoreSentence.CREATE, StoreSentence.PAGE_RECORDS})
  void shouldReturnAnEmptyPageOfAnEmptyQueue() {
    assertThat(await(queue("q").read(0, 10, NO_BOUND))).isEqualTo(new Page(List.of(), 0));
  }

  @Test
  @Proves(StoreSentence.MAX_RECORDS)
  void shouldStopAtTheGreatestNumberOfRecords() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b", "c");

    Page page = await(queue.read(0, 2, NO_BOUND));

    assertThat(shown(page.records())).containsExactly("0:a", "1:b");
    assertThat(page.nextSequence()).isEqualTo(2);
  }

  @Test
  @Proves(StoreSentence.PAGE)
  void shouldTakeTheLargestBounds() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b", "c");

    assertThat(await(queue.read(0, Integer.MAX_VALUE, NO_BOUND)).records()).hasSize(3);
  }

  @Test
  @Proves(StoreSentence.MAX_BYTES)
  void shouldStopBeforeTheRecordThatWouldExceedTheBytes() {
    StoreQueue queue = queue("q");
    append(queue, "aaaa", "bbbb", "cccc");

    assertThat(shown(await(queue.read(0, 10, 8)).records())).containsExactly("0:aaaa", "1:bbbb");
    assertThat(shown(await(queue.read(0, 10, 7)).records())).containsExactly("0:aaaa");
  }

  @Test
  @Proves(StoreSentence.MAX_BYTES)
  void shouldReturnAtLeastOneRecordHoweverLarge() {
    StoreQueue queue = queue("q");
    append(queue, "aaaa", "bbbb");

    Page page = await(queue.read(0, 10, 1));

    assertThat(shown(page.records())).containsExactly("0:aaaa");
    assertThat(page.nextSequence()).isEqualTo(1);
  }

  @Test
  @Proves(StoreSentence.READ_FROM)
  void shouldStartInTheMiddle() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b", "c");

    assertThat(shown(await(queue.read(1, 10, NO_BOUND)).records())).containsExactly("1:b", "2:c");
  }

  @Test
  @Proves(StoreSentence.READ_AGAIN)
  void shouldReturnTheSameAgainWhenReadAgain() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b");

    assertThat(shown(all(queue))).isEqualTo(shown(all(queue)));
  }

  @Test
  @Proves({StoreSentence.PAGE, StoreSentence.PAGE_RECORDS, StoreSentence.NEXT_PAGE})
  void shouldPageThroughALongQueueWithGaps() {
    StoreQueue queue = queue("q");
    append(queue, numbered(10_000));
    await(queue.settle(Sequences.range(10, 7990)));
    await(queue.settle(Sequences.range(9000, 9998)));

    List<Long> read = all(queue).stream().map(StoredRecord::sequence).toList();

    assertThat(read).hasSize(10 + 1009 + 1).isSorted().startsWith(0L).endsWith(8999L, 9999L);
    assertThat(read.get(10)).isEqualTo(7991);
  }

  @Test
  @Proves({StoreSentence.PAGE_RECORDS, StoreSentence.NOT_BEYOND})
  void shouldReturnAnEmptyPageAtTheTail() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b");

    assertThat(await(queue.read(2, 10, NO_BOUND))).isEqualTo(new Page(List.of(), 2));
  }

  @Test
  @Proves(StoreSentence.NOT_BEYOND)
  void shouldNotSendTheReaderBeyondTheTailWhenItStartsThere() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b");

    assertThat(await(queue.read(5000, 10, NO_BOUND))).isEqualTo(new Page(List.of(), 2));
    assertThat(await(queue.read(Long.MAX_VALUE, 10, NO_BOUND))).isEqualTo(new Page(List.of(), 2));
  }

  @Test
  @Proves(StoreSentence.NEXT_PAGE)
  void shouldPassOverAQueueThatIsAllSettled() {
    StoreQueue queue = queue("q");
    append(queue, numbered(3000));
    await(queue.settle(Sequences.range(0, 2999)));

    assertThat(await(queue.read(0, 10, NO_BOUND))).isEqualTo(new Page(List.of(), 3000));
  }

  @Test
  @Proves({StoreSentence.BAD_ARGUMENT, StoreSentence.READ_FROM, StoreSentence.MAX_RECORDS})
  void shouldRefuseArgumentsOutOfRange() {
    StoreQueue queue = queue("q");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.read(-1, 1, 1))
        .withMessageContaining("fromSequence=-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.read(0, 0, 1))
        .withMessageContaining("maxRecords=0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.read(0, 1, 0))
        .withMessageContaining("maxBytes=0");
  }
}
