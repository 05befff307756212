// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bbq.api.store.QueueStore;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.QueueStore.RecoveredQueue;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a store finds again that an earlier run has left. */
abstract class RecoveryContract extends StoreContract {

  @Test
  @Proves(StoreSentence.NOTHING_RECOVERED)
  void shouldForgetAllWithTheRunIfItSurvivesNone() throws StoreException {
    assumeFalse(provider().capabilities().survivesRestart());
    append(queue("q"), "a", "b");

    reopen();

    assertThat(await(store.recover())).isEmpty();
    assertThat(append(queue("q"), "c")).isZero();
  }

  @Test
  @Proves({
    StoreSentence.RECOVER,
    StoreSentence.CREATE_LASTS,
    StoreSentence.DEFINITION,
    StoreSentence.DURABILITY,
    StoreSentence.RECOVERED_FIRST,
    StoreSentence.RECOVERED_NEXT,
    StoreSentence.RECOVERED_COUNT
  })
  void shouldFindAQueueAsItWas() throws StoreException {
    assumeTrue(provider().capabilities().survivesRestart());
    StoreQueue queue = queue("q");
    append(queue, "a", "b", "c", "d");
    await(queue.settle(Sequences.of(0)));
    await(queue.settle(Sequences.of(2)));

    reopen();
    RecoveredQueue found = onlyQueue();

    assertThat(found.name()).isEqualTo("q");
    assertThat(found.definition()).isEqualTo(DEFINITION);
    assertThat(found.firstSequence()).isEqualTo(1);
    assertThat(found.nextSequence()).isEqualTo(4);
    assertThat(found.count()).isEqualTo(2);
    assertThat(shown(all(found.queue()))).containsExactly("1:b", "3:d");
    assertThat(append(found.queue(), "e")).isEqualTo(4);
  }

  @Test
  @Proves({StoreSentence.RECOVERED_FIRST, StoreSentence.RECOVERED_NEXT, StoreSentence.SETTLED})
  void shouldFindAnEmptyQueueWithItsNextNumber() throws StoreException {
    assumeTrue(provider().capabilities().survivesRestart());
    StoreQueue queue = queue("q");
    append(queue, "a", "b");
    await(queue.settle(Sequences.range(0, 1)));

    reopen();
    RecoveredQueue found = onlyQueue();

    assertThat(found.firstSequence()).isEqualTo(2);
    assertThat(found.nextSequence()).isEqualTo(2);
    assertThat(found.count()).isZero();
    assertThat(all(found.queue())).isEmpty();
  }

  @Test
  @Proves({StoreSentence.RELEASE_LASTS, StoreSentence.SCHEDULE})
  void shouldFindFailuresAndSchedules() throws StoreException {
    assumeTrue(provider().capabilities().survivesRestart());
    StoreQueue queue = queue("q");
    var schedule = new StoredMessage.Schedule(3, 9_000_000_000_000L, 1);
    append(queue, List.of(message("a"), new StoredMessage(new byte[] {'b'}, schedule)));
    await(queue.release(Sequences.of(0), 2, 0));

    reopen();
    var kept = all(onlyQueue().queue());

    assertThat(shown(kept)).containsExactly("0:a!!", "1:b");
    assertThat(kept.get(1).message().schedule()).isEqualTo(schedule);
  }

  @Test
  @Proves({StoreSentence.RECOVER, StoreSentence.DROP})
  void shouldNotFindADroppedQueue() throws StoreException {
    assumeTrue(provider().capabilities().survivesRestart());
    append(queue("kept"), "a");
    StoreQueue dropped = queue("dropped");
    append(dropped, "b");
    await(dropped.drop());

    reopen();

    assertThat(onlyQueue().name()).isEqualTo("kept");
  }

  @Test
  @Proves({StoreSentence.CLOSE_COMPLETES, StoreSentence.DURABILITY})
  void shouldFindWhatCameJustBeforeTheClose() throws StoreException {
    assumeTrue(provider().capabilities().survivesRestart());
    StoreQueue queue = queue("q");
    List<CompletionStage<?>> before = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      before.add(store.append(List.of(new Append(queue, numbered(10)))));
    }
    before.add(queue.settle(Sequences.range(0, 9)));

    reopen();

    before.forEach(stage -> await(stage));
    assertThat(onlyQueue().count()).isEqualTo(990);
  }

  /** Ends the store and opens it again where it was. */
  private void reopen() throws StoreException {
    QueueStore old = store;
    await(old.close());
    store = open("store");
  }

  private RecoveredQueue onlyQueue() {
    List<RecoveredQueue> found = await(store.recover());
    assertThat(found).hasSize(1);
    return found.getFirst();
  }
}
