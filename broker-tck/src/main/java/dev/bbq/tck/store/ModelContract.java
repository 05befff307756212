// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoreQueue.Page;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;

/** A store does what a plain sorted map would do, whatever the calls. */
abstract class ModelContract extends StoreContract {

  private static final int STEPS = 2000;
  private static final int QUEUES = 3;

  /** A queue and what it should keep. */
  private static final class Pair {
    final StoreQueue queue;
    final TreeMap<Long, StoredRecord> model = new TreeMap<>();
    long next;

    Pair(StoreQueue queue) {
      this.queue = queue;
    }
  }

  private final List<Pair> pairs = new ArrayList<>();
  private Random random = new Random();

  @RepeatedTest(10)
  @Proves({
    StoreSentence.EFFECT,
    StoreSentence.PAGE,
    StoreSentence.SETTLED,
    StoreSentence.RELEASE,
    StoreSentence.NEXT_PAGE,
    StoreSentence.RESIDENT
  })
  void shouldDoWhatTheModelDoes() {
    long seed = seed();
    random = new Random(seed);
    long empty = store.residentBytes();
    for (int i = 0; i < QUEUES; i++) {
      pairs.add(new Pair(queue("q" + i)));
    }
    for (int step = 0; step < STEPS; step++) {
      Pair pair = pairs.get(random.nextInt(QUEUES));
      switch (random.nextInt(20)) {
        case 0, 1, 2, 3, 4 -> append();
        case 5, 6, 7, 8, 9 -> settle(pair);
        case 10, 11 -> release(pair);
        case 12 -> dropSometimes(pair);
        default -> read(pair, "seed=" + seed + ", step=" + step);
      }
    }
    for (Pair pair : pairs) {
      assertThat(shown(all(pair.queue)))
          .as("seed=%d", seed)
          .isEqualTo(shown(List.copyOf(pair.model.values())));
      await(pair.queue.settle(Sequences.range(0, Long.MAX_VALUE)));
    }
    assertThat(store.residentBytes()).as("seed=%d", seed).isEqualTo(empty);
  }

  private void append() {
    List<Pair> targets = new ArrayList<>(pairs);
    Collections.shuffle(targets, random);
    List<StoredMessage> common = messages();
    List<Append> appends = new ArrayList<>();
    for (Pair target : targets.subList(0, 1 + random.nextInt(QUEUES))) {
      List<StoredMessage> messages = messages();
      messages.addAll(common);
      Collections.shuffle(messages, random);
      appends.add(new Append(target.queue, messages));
    }
    long[] firsts = await(store.append(appends));
    for (int a = 0; a < firsts.length; a++) {
      Pair target = targets.get(a);
      assertThat(firsts[a]).isEqualTo(target.next);
      for (StoredMessage message : appends.get(a).messages()) {
        target.model.put(target.next, new StoredRecord(target.next, 0, message));
        target.next++;
      }
    }
  }

  private List<StoredMessage> messages() {
    int count = random.nextInt(50) == 0 ? 3000 : 1 + random.nextInt(20);
    List<StoredMessage> messages = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(message("x".repeat(random.nextInt(10))));
    }
    return messages;
  }

  private void settle(Pair pair) {
    Sequences sequences = sequences(pair);
    await(pair.queue.settle(sequences));
    for (int range = 0; range < sequences.ranges(); range++) {
      kept(pair, sequences, range).clear();
    }
  }

  private void release(Pair pair) {
    Sequences sequences = sequences(pair);
    int failures = 1 + random.nextInt(3);
    await(pair.queue.release(sequences, failures, random.nextInt(2)));
    for (int range = 0; range < sequences.ranges(); range++) {
      kept(pair, sequences, range)
          .replaceAll(
              (sequence, kept) ->
                  new StoredRecord(sequence, kept.failures() + failures, kept.message()));
    }
  }

  private void dropSometimes(Pair pair) {
    if (random.nextInt(5) == 0) {
      await(pair.queue.drop());
      int index = pairs.indexOf(pair);
      pairs.set(index, new Pair(queue("q" + index)));
    }
  }

  private void read(Pair pair, String about) {
    long from = random.nextLong(pair.next + 2);
    int maxRecords = 1 + random.nextInt(30);
    long maxBytes = 1L + random.nextInt(200);
    Page page = await(pair.queue.read(from, maxRecords, maxBytes));

    List<StoredRecord> expected = new ArrayList<>();
    long bytes = 0;
    for (StoredRecord kept : pair.model.tailMap(from, true).values()) {
      bytes += kept.message().size();
      if (expected.size() == maxRecords || (bytes > maxBytes && !expected.isEmpty())) {
        break;
      }
      expected.add(kept);
    }
    assertThat(shown(page.records())).as(about).isEqualTo(shown(expected));
    if (expected.isEmpty()) {
      assertThat(page.nextSequence()).as(about).isEqualTo(pair.next);
    } else {
      long last = expected.getLast().sequence();
      Map.Entry<Long, StoredRecord> following = pair.model.higherEntry(last);
      assertThat(page.nextSequence())
          .as(about)
          .isBetween(last + 1, following == null ? pair.next : following.getKey());
    }
  }

  private Sequences sequences(Pair pair) {
    Sequences.Builder builder = Sequences.builder();
    long from = random.nextLong(pair.next + 2);
    for (int range = random.nextInt(4); range >= 0; range--) {
      long last = from + random.nextInt(random.nextInt(10) == 0 ? 4000 : 10);
      builder.addRange(from, last);
      from = last + 1 + random.nextInt(10);
    }
    return builder.build();
  }

  private static Map<Long, StoredRecord> kept(Pair pair, Sequences sequences, int range) {
    return pair.model.subMap(sequences.first(range), true, sequences.last(range), true);
  }
}
