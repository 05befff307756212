// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How stores and queues come and go. */
abstract class LifecycleContract extends StoreContract {

  /** What one queue's part in a shared message may be counted at. */
  private static final long REFERENCE_BYTES = 16;

  @Test
  @Proves({StoreSentence.RECOVER, StoreSentence.NOTHING_RECOVERED})
  void shouldRecoverNothingFromAFreshStore() {
    assertThat(await(store.recover())).isEmpty();
  }

  @Test
  @Proves({StoreSentence.NAME_TAKEN, StoreSentence.FAILS_AS_STORE})
  void shouldRefuseASecondQueueOfOneName() {
    StoreQueue queue = queue("q");
    append(queue, "a");

    assertThat(failureOf(store.create("q", DEFINITION))).hasMessageContaining("name=q");
    assertThat(shown(all(queue))).containsExactly("0:a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        ".",
        "..",
        "/",
        "a/../b",
        "\\",
        "C:\\NUL",
        "con",
        "*?<>|\":",
        "#%41+&=;'`$",
        "~",
        "Ä",
        "ä",
        "a\u0308",
        "\u65e5\u672c\u8a9e",
        "\ud83c\udf56",
        "-rf",
        "a b",
        "a.",
        "Q",
        "q\u001f9",
        "a\nb",
        "\0"
      })
  @Proves(StoreSentence.QUEUE_NAME)
  void shouldCopeWithAnyName(String name) {
    StoreQueue odd = queue(name);
    StoreQueue other = queue("q");

    append(odd, "a");
    append(other, "b");

    assertThat(shown(all(odd))).containsExactly("0:a");
    assertThat(shown(all(other))).containsExactly("0:b");
  }

  @Test
  @Proves(StoreSentence.QUEUE_NAME)
  void shouldTellNamesApartThatDifferInCaseOrForm() {
    List<String> names = List.of("a", "A", "\u00e4", "a\u0308", "a ", " a");
    List<StoreQueue> queues = names.stream().map(this::queue).toList();

    for (int i = 0; i < names.size(); i++) {
      append(queues.get(i), "in " + names.get(i));
    }

    for (int i = 0; i < names.size(); i++) {
      assertThat(shown(all(queues.get(i)))).containsExactly("0:in " + names.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00df", "\ud83c\udf56"})
  @Proves(StoreSentence.QUEUE_NAME)
  void shouldTakeTheLongestNames(String unit) {
    int bytes = unit.getBytes(UTF_8).length;
    StoreQueue queue = queue(unit.repeat(300 / bytes));

    append(queue, "a");

    assertThat(shown(all(queue))).containsExactly("0:a");
  }

  @Test
  @Proves({StoreSentence.QUEUE_NAME, StoreSentence.BAD_ARGUMENT})
  void shouldRefuseNamesOutOfRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> queue(""));
    assertThatIllegalArgumentException().isThrownBy(() -> queue("x".repeat(301)));
    assertThatIllegalArgumentException().isThrownBy(() -> queue("\u00df".repeat(151)));
  }

  @Test
  @Proves({StoreSentence.DROP, StoreSentence.RESIDENT})
  void shouldForgetAllThatADroppedQueueKept() {
    long empty = store.residentBytes();
    StoreQueue queue = queue("q");
    append(queue, numbered(3000));

    await(queue.drop());

    assertThat(store.residentBytes()).isEqualTo(empty);
  }

  @Test
  @Proves({StoreSentence.DROP, StoreSentence.KEPT_ONCE})
  void shouldKeepInOtherQueuesWhatADroppedOneKept() {
    StoreQueue dropped = queue("dropped");
    StoreQueue other = queue("other");
    var shared = List.of(message("a"));
    await(store.append(List.of(new Append(dropped, shared), new Append(other, shared))));
    long full = store.residentBytes();

    await(dropped.drop());

    assertThat(shown(all(other))).containsExactly("0:a");
    assertTakes(full - REFERENCE_BYTES, full);
  }

  @Test
  @Proves({StoreSentence.DROPPED, StoreSentence.FAILS_AS_STORE, StoreSentence.APPEND_FAILS})
  void shouldFailEveryCallOnADroppedQueueButAnotherDrop() {
    StoreQueue queue = queue("q");
    append(queue, "a");
    await(queue.drop());

    await(queue.drop());
    assertThat(failureOf(queue.read(0, 1, 1))).hasMessageContaining("dropped: name=q");
    assertThat(failureOf(queue.settle(Sequences.of(0)))).hasMessageContaining("dropped: name=q");
    assertThat(failureOf(queue.release(Sequences.of(0), 1, 0)))
        .hasMessageContaining("dropped: name=q");
    assertThat(failureOf(store.append(List.of(new Append(queue, List.of(message("b")))))))
        .hasMessageContaining("dropped: name=q");
  }

  @Test
  @Proves({StoreSentence.CREATED_ANEW, StoreSentence.DROPPED, StoreSentence.CREATE})
  void shouldCreateAnEmptyQueueOfADroppedName() {
    StoreQueue dropped = queue("q");
    append(dropped, "a", "b");
    await(dropped.drop());

    StoreQueue queue = queue("q");
    await(dropped.drop()); // must not hit the new one

    assertThat(append(queue, "c")).isZero();
    assertThat(shown(all(queue))).containsExactly("0:c");
    assertThat(failureOf(dropped.read(0, 1, 1))).hasMessageContaining("dropped");
  }

  @Test
  @Proves({StoreSentence.CLOSED, StoreSentence.FAILS_AS_STORE, StoreSentence.APPEND_FAILS})
  void shouldFailEveryCallAfterTheClose() {
    StoreQueue queue = queue("q");
    append(queue, "a");
    await(store.close());

    assertThat(failureOf(store.recover())).hasMessageContaining("closed");
    assertThat(failureOf(store.create("other", DEFINITION))).hasMessageContaining("closed");
    assertThat(failureOf(store.append(List.of(new Append(queue, List.of(message("b")))))))
        .hasMessageContaining("closed");
    assertThat(failureOf(queue.read(0, 1, 1))).hasMessageContaining("closed");
    assertThat(failureOf(queue.settle(Sequences.of(0)))).hasMessageContaining("closed");
    assertThat(failureOf(queue.release(Sequences.of(0), 1, 0))).hasMessageContaining("closed");
    assertThat(failureOf(queue.drop())).hasMessageContaining("closed");
  }

  @Test
  @Proves(StoreSentence.CLOSED_TWICE)
  void shouldCloseASecondTimeLikeTheFirst() {
    await(store.close());

    await(store.close());
  }
}
