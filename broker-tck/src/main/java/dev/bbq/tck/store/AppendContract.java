// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How messages come into a store. */
abstract class AppendContract extends StoreContract {

  /** What one queue's part in a shared message may be counted at. */
  private static final long REFERENCE_BYTES = 16;

  private static final int BODY = 1 << 20;
  private static final int TESTABLE_BYTES = 64 << 20;

  @Test
  @Proves({StoreSentence.NUMBERED, StoreSentence.NEXT_SEQUENCES})
  void shouldNumberMessagesFromZeroInTheOrderOfTheList() {
    StoreQueue queue = queue("q");

    assertThat(append(queue, "a", "b", "c")).isZero();
    assertThat(shown(all(queue))).containsExactly("0:a", "1:b", "2:c");
  }

  @Test
  @Proves({StoreSentence.NUMBERED, StoreSentence.NEXT_SEQUENCES, StoreSentence.EFFECT})
  void shouldGoOnWithTheNumbersInTheNextAppend() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b");

    assertThat(append(queue, "c")).isEqualTo(2);
    assertThat(shown(all(queue))).containsExactly("0:a", "1:b", "2:c");
  }

  @Test
  @Proves(StoreSentence.NUMBERED)
  void shouldNotUseANumberAgainWhenAllIsSettled() {
    StoreQueue queue = queue("q");
    append(queue, "a", "b");
    await(queue.settle(Sequences.range(0, 1)));

    assertThat(append(queue, "c")).isEqualTo(2);
  }

  @Test
  @Proves(StoreSentence.NEXT_SEQUENCES)
  void shouldKeepManyMessagesOfOneAppendInOrder() {
    StoreQueue queue = queue("q");
    append(queue, "first");

    assertThat(append(queue, numbered(5000))).isEqualTo(1);
    assertThat(all(queue))
        .hasSize(5001)
        .allSatisfy(
            kept ->
                assertThat(text(kept.message()))
                    .isEqualTo(kept.sequence() == 0 ? "first" : "" + (kept.sequence() - 1)));
  }

  @Test
  @Proves(StoreSentence.FIRST_SEQUENCES)
  void shouldReturnTheFirstSequenceOfEachAppendInTheirOrder() {
    StoreQueue one = queue("one");
    StoreQueue two = queue("two");
    append(one, "a", "b", "c");
    append(two, "d");

    long[] firsts =
        await(
            store.append(
                List.of(
                    new Append(two, List.of(message("e"))),
                    new Append(one, List.of(message("f"), message("g"))))));

    assertThat(firsts).containsExactly(1, 3);
    assertThat(shown(all(one))).containsExactly("0:a", "1:b", "2:c", "3:f", "4:g");
    assertThat(shown(all(two))).containsExactly("0:d", "1:e");
  }

  @Test
  @Proves({StoreSentence.KEPT_ONCE, StoreSentence.RESIDENT_ONCE})
  void shouldCountABodyOnceWhenItGoesToSeveralQueues() {
    long empty = store.residentBytes();
    List<StoredMessage> messages = List.of(message(BODY));

    await(store.append(toAll(messages, queue("one"), queue("two"), queue("three"))));

    assertThat(store.residentBytes() - empty).isBetween(0L, 2L * BODY);
  }

  @Test
  @Proves({StoreSentence.KEPT_ONCE, StoreSentence.RESIDENT_ONCE})
  void shouldCountABodyOnceWhenOtherMessagesComeWithIt() {
    long empty = store.residentBytes();
    StoreQueue one = queue("one");
    StoreQueue two = queue("two");
    StoredMessage shared = message(BODY);

    await(
        store.append(
            List.of(
                new Append(one, List.of(message("a"), shared)),
                new Append(two, List.of(shared, message("b"), message("c"))))));

    assertTakes(empty + BODY, empty + 2L * BODY);
    await(one.settle(Sequences.range(0, 1)));
    assertTakes(empty + BODY, empty + 2L * BODY);
    await(two.settle(Sequences.range(0, 2)));
    assertThat(store.residentBytes()).isEqualTo(empty);
  }

  @Test
  @Proves({StoreSentence.KEPT_ONCE, StoreSentence.RESIDENT_ONCE})
  void shouldKeepABodyOfSeveralQueuesUntilTheLastHasSettledIt() {
    long empty = store.residentBytes();
    StoreQueue one = queue("one");
    StoreQueue two = queue("two");
    await(store.append(toAll(List.of(message(BODY)), one, two)));
    long full = store.residentBytes();

    await(one.settle(Sequences.of(0)));
    assertTakes(full - REFERENCE_BYTES, full);
    assertThat(all(two)).hasSize(1);

    await(two.settle(Sequences.of(0)));
    assertThat(store.residentBytes()).isEqualTo(empty);
  }

  @Test
  @Proves(StoreSentence.SCHEDULE)
  void shouldKeepTheScheduleOfAMessage() {
    StoreQueue queue = queue("q");
    StoredMessage.Schedule schedule = new StoredMessage.Schedule(7, 2000, 1000);

    append(queue, List.of(new StoredMessage(new byte[1], schedule)));

    assertThat(all(queue).getFirst().message().schedule()).isEqualTo(schedule);
  }

  @Test
  @Proves(StoreSentence.PAGE)
  void shouldKeepAnEmptyMessage() {
    StoreQueue queue = queue("q");

    append(queue, List.of(message(0)));

    assertThat(all(queue).getFirst().message().size()).isZero();
  }

  @Test
  @Proves({StoreSentence.ALL_OR_NONE, StoreSentence.APPEND_FAILS})
  void shouldKeepNothingWhenOneOfTheQueuesHasBeenDropped() {
    StoreQueue one = queue("one");
    StoreQueue dropped = queue("dropped");
    StoreQueue three = queue("three");
    await(dropped.drop());
    long before = store.residentBytes();

    StoreException failure =
        failureOf(store.append(toAll(List.of(message("a")), one, dropped, three)));

    assertThat(failure).hasMessageContaining("dropped");
    assertThat(all(one)).isEmpty();
    assertThat(all(three)).isEmpty();
    assertThat(append(one, "b")).isZero();
    assertThat(store.residentBytes()).isGreaterThan(before);
    await(one.settle(Sequences.of(0)));
    assertThat(store.residentBytes()).isEqualTo(before);
  }

  @Test
  @Proves({StoreSentence.ALL_OR_NONE, StoreSentence.APPEND_FAILS})
  void shouldKeepNothingWhenAMessageIsTooLarge() {
    StoreQueue one = queue("one");
    StoreQueue two = queue("two");
    StoredMessage tooLarge = message(testableMax() + 1);

    StoreException failure =
        failureOf(
            store.append(
                List.of(
                    new Append(one, List.of(message("a"))),
                    new Append(two, List.of(message("b"), tooLarge)))));

    assertThat(failure).hasMessageContaining("max=" + testableMax());
    assertThat(all(one)).isEmpty();
    assertThat(all(two)).isEmpty();
  }

  @Test
  @Proves(StoreSentence.LARGEST_MESSAGE)
  void shouldKeepAMessageOfTheLargestSize() {
    StoreQueue queue = queue("q");

    append(queue, List.of(message(testableMax())));

    assertThat(all(queue).getFirst().message().size()).isEqualTo(testableMax());
  }

  @Test
  @Proves(StoreSentence.BAD_ARGUMENT)
  void shouldRefuseAnAppendOfNothing() {
    StoreQueue queue = queue("q");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.append(List.of()))
        .withMessageContaining("nothing to append");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.append(List.of(new Append(queue, List.of()))))
        .withMessageContaining("nothing to append");
  }

  @Test
  @Proves(StoreSentence.BAD_ARGUMENT)
  void shouldRefuseTwoAppendsToOneQueue() {
    StoreQueue queue = queue("q");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.append(toAll(List.of(message("a")), queue, queue)))
        .withMessageContaining("two appends to one queue");
    assertThat(all(queue)).isEmpty();
  }

  @Test
  @Proves(StoreSentence.BAD_ARGUMENT)
  void shouldRefuseAQueueOfAnotherStore() throws StoreException {
    QueueStore other = open("other");
    StoreQueue strange = await(other.create("q", DEFINITION));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> append(strange, "a"))
        .withMessageContaining("queue of another store");
    await(other.close());
  }

  private static List<Append> toAll(List<StoredMessage> messages, StoreQueue... queues) {
    return List.of(queues).stream().map(queue -> new Append(queue, messages)).toList();
  }

  private int testableMax() {
    long max = provider().capabilities().maxMessageBytes();
    assumeTrue(max <= TESTABLE_BYTES, "too large to try");
    return (int) max;
  }
}
