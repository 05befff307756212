// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import org.junit.jupiter.api.Test;

/** How messages leave a store, and what is noted when their delivery fails. */
abstract class SettleContract extends StoreContract {

  @Test
  @Proves({StoreSentence.SETTLE, StoreSentence.SETTLED})
  void shouldForgetWhatIsSettledInTheMiddle() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b", "c", "d");

    await(queue.settle(Sequences.range(1, 2)));

    assertThat(shown(all(queue))).containsExactly("0:a", "3:d");
  }

  @Test
  @Proves({StoreSentence.SETTLE, StoreSentence.SETTLED})
  void shouldForgetSeveralRangesAtOnce() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b", "c", "d", "e");

    await(queue.settle(Sequences.builder().add(0).addRange(2, 3).build()));

    assertThat(shown(all(queue))).containsExactly("1:b", "4:e");
  }

  @Test
  @Proves({StoreSentence.SETTLE_PASSES, StoreSentence.SETTLE_NOW})
  void shouldPassOverSequencesThatAreNotKept() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b", "c");
    await(queue.settle(Sequences.of(1)));
    long before = store.residentBytes();

    await(queue.settle(Sequences.of(1)));
    await(queue.settle(Sequences.range(3, Long.MAX_VALUE)));

    assertThat(shown(all(queue))).containsExactly("0:a", "2:c");
    assertThat(store.residentBytes()).isEqualTo(before);
    assertThat(append(queue, "d")).isEqualTo(3);
    await(queue.settle(Sequences.of(1)));
    assertThat(shown(all(queue))).containsExactly("0:a", "2:c", "3:d");
  }

  @Test
  @Proves(StoreSentence.SETTLE_PASSES)
  void shouldSettleNothingWhenGivenNothing() {
    StoreQueue queue = queue("q");
    append(queue, "a");

    await(queue.settle(Sequences.builder().build()));

    assertThat(shown(all(queue))).containsExactly("0:a");
  }

  @Test
  @Proves({StoreSentence.SETTLE, StoreSentence.SETTLE_PASSES})
  void shouldSettleAllOfALongQueue() {
    StoreQueue queue = queue("q");
    append(queue, numbered(5000));

    await(queue.settle(Sequences.range(0, Long.MAX_VALUE)));

    assertThat(all(queue)).isEmpty();
  }

  @Test
  @Proves(StoreSentence.RESIDENT)
  void shouldTakeNoMemoryWhenAllIsSettled() {
    long empty = store.residentBytes();
    StoreQueue queue = queue("q");
    append(queue, numbered(5000));
    assertThat(store.residentBytes()).isGreaterThan(empty);

    await(queue.settle(Sequences.range(1000, 4999)));
    await(queue.settle(Sequences.range(0, 999)));

    assertThat(store.residentBytes()).isEqualTo(empty);
  }

  @Test
  @Proves({StoreSentence.RELEASE, StoreSentence.FAILURES})
  void shouldAddUpFailures() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b", "c");

    await(queue.release(Sequences.range(0, 1), 1, 0));
    await(queue.release(Sequences.of(1), 2, 5000));

    assertThat(shown(all(queue))).containsExactly("0:a!", "1:b!!!", "2:c");
  }

  @Test
  @Proves(StoreSentence.RELEASE_PASSES)
  void shouldPassOverFailuresOfWhatIsNotKept() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b");
    await(queue.settle(Sequences.of(0)));

    await(queue.release(Sequences.range(0, Long.MAX_VALUE), 1, 0));
    append(queue, "c");

    assertThat(shown(all(queue))).containsExactly("1:b!", "2:c");
  }

  @Test
  @Proves(StoreSentence.RELEASE_RANGE)
  void shouldNotLetTheNumberOfFailuresOverflow() {
    StoreQueue queue = queue("q");
    append(queue, "a");

    await(queue.release(Sequences.of(0), Integer.MAX_VALUE, 0));
    await(queue.release(Sequences.of(0), Integer.MAX_VALUE, 0));

    assertThat(all(queue).getFirst().failures()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  @Proves(StoreSentence.FAILURES)
  void shouldCountFailuresOfEachQueueAlone() {
    StoreQueue one = queue("one");
    StoreQueue two = queue("two");
    append(one, "a");
    append(two, "a");

    await(one.release(Sequences.of(0), 1, 0));

    assertThat(shown(all(one))).containsExactly("0:a!");
    assertThat(shown(all(two))).containsExactly("0:a");
  }

  @Test
  @Proves({StoreSentence.RELEASE_RANGE, StoreSentence.BAD_ARGUMENT})
  void shouldRefuseAReleaseOutOfRange() {
    StoreQueue queue = queue("q");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.release(Sequences.of(0), 0, 0))
        .withMessageContaining("failures=0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> queue.release(Sequences.of(0), 1, -1))
        .withMessageContaining("notBeforeMs=-1");
  }
}
