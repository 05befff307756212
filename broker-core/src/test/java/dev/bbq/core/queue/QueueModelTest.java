// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredRecord;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.Trials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A queue does under random use what a simple model of it does. */
@SuppressWarnings("EnumOrdinal") // a random choice is drawn by index
class QueueModelTest {

  private static final int TRIALS = 150;
  private static final int STEPS = 200;

  /** A consumer of the real queue and its counterpart. */
  private record Pair(TestConsumer real, QueueModel.Subscriber model) {}

  @Test
  void shouldDoWhatTheModelDoes() {
    Trials.run(TRIALS, random -> new Run(random).go());
  }

  /** One random run. */
  private static final class Run {
    private final Random random;
    private final QueueFixture q = new QueueFixture();
    private final QueueModel model = new QueueModel();
    private final List<Pair> pairs = new ArrayList<>();
    private final int largest;

    Run(Random random) throws Exception {
      this.random = random;
      this.largest = random.nextBoolean() ? 10 : 1000;
    }

    void go() throws Exception {
      for (int i = 0; i < STEPS; i++) {
        step();
        assertThat(q.queue.status()).isEqualTo(model.status());
        if (i % 20 == 0) {
          assertStored();
        }
      }
      assertStored();
      drain();
    }

    private void assertStored() {
      assertThat(q.log.records().stream().map(StoredRecord::sequence).toList())
          .isEqualTo(model.kept());
    }

    private void step() throws Exception {
      int kind = random.nextInt(20);
      if (kind < 5) {
        publish();
      } else if (kind < 7 || pairs.isEmpty()) {
        subscribe();
      } else {
        use(pairs.get(random.nextInt(pairs.size())), kind);
      }
    }

    private void use(Pair pair, int kind) throws Exception {
      switch (kind) {
        case 7, 8, 9, 10, 11 -> take(pair, random.nextInt(20));
        case 12, 13, 14, 15, 16 -> settle(pair);
        case 17 -> credit(pair, random.nextInt(30), random.nextInt(3 * largest));
        case 18 -> {
          if (random.nextInt(3) == 0) {
            assertThat(Await.result(q.queue.purge())).isEqualTo(model.purge());
          }
        }
        default -> end(pair);
      }
    }

    private void publish() {
      int[] sizes =
          IntStream.range(0, 1 + random.nextInt(30)).map(i -> random.nextInt(largest)).toArray();
      q.publish(IntStream.of(sizes).mapToObj(Run::message).toList());
      model.publish(sizes);
    }

    private static StoredMessage message(int size) {
      return StoredMessage.of("x".repeat(size).getBytes(StandardCharsets.UTF_8));
    }

    private void subscribe() {
      Pair pair = new Pair(TestConsumer.subscribe(q.queue), model.subscribe());
      pairs.add(pair);
      credit(pair, random.nextInt(30), random.nextInt(3 * largest));
    }

    private void credit(Pair pair, int messages, long bytes) {
      pair.real().credit(messages, bytes);
      model.credit(pair.model(), messages, bytes);
    }

    private void take(Pair pair, int count) {
      assertThat(pair.real().take(count, Long.MAX_VALUE))
          .isEqualTo(model.take(pair.model(), count));
    }

    private void settle(Pair pair) {
      Outcome outcome = Outcome.values()[random.nextInt(4)];
      long to = random.nextLong(pair.model().next + 2);
      long from = random.nextBoolean() ? 0 : Math.max(0, to - random.nextInt(5) + 1);
      assertThat(pair.real().settle(outcome, from, to))
          .isEqualTo(model.settle(pair.model(), outcome, from, to));
    }

    private void end(Pair pair) {
      boolean lost = random.nextBoolean();
      if (lost) {
        pair.real().vanish();
      } else {
        pair.real().leave();
      }
      model.unsubscribe(pair.model(), lost);
      pairs.remove(pair);
    }

    private void drain() throws Exception {
      while (!pairs.isEmpty()) {
        end(pairs.get(0));
      }
      subscribe();
      Pair last = pairs.get(0);
      credit(last, Integer.MAX_VALUE, Long.MAX_VALUE);
      do {
        take(last, Integer.MAX_VALUE);
      } while (last.model().sent < last.model().next);
      assertThat(last.model().held.values())
          .extracting(entry -> entry.failures)
          .isEqualTo(q.log.records().stream().map(StoredRecord::failures).toList());
    }
  }
}
