// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static dev.bbq.core.queue.LimitedQueue.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.core.testkit.TestStore.Op;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many messages at once that expire, are delayed, or can't leave. */
@Timeout(60)
class QueueStormTest {

  private static final int MANY = 50_000;

  private static QueueOptions.Builder ttl100() {
    return QueueOptions.builder().messageTtl(Duration.ofMillis(100));
  }

  private static String[] bodies(int count) {
    return QueueFixture.numbers(0, count).toArray(String[]::new);
  }

  @Test
  void shouldKeepNoThreadForAllThatExpireAtOnce() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    q.publish(bodies(MANY));
    q.host.alarms.skip(100);
    q.consumer(10); // who comes upon them
    assertThat(q.stored()).hasSizeBetween(MANY - 10_000, MANY - 1);
    q.pass(0);

    assertThat(q.stored()).isEmpty();
    assertThat(q.status().counts().dropped()).isEqualTo(Map.of(MessageCounts.EXPIRED, (long) MANY));
  }

  @Test
  void shouldTellTheStoreOfManyAtOnce() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    q.publish(bodies(MANY));
    q.pass(100);

    assertThat(q.stored()).isEmpty();
    assertThat(q.store.calls(Op.SETTLE)).isLessThan(MANY / 400);
    assertThat(q.store.calls(Op.READ)).isLessThan(MANY / 400);
  }

  @Test
  void shouldKeepNoThreadForAllThatAreDueAtOnce() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish(after(q.host.nowMs() + 100), bodies(MANY));
    q.host.alarms.skip(100);
    q.queue.begin();
    assertThat(q.status().delayed()).isBetween(MANY - 10_000L, MANY - 1L);
    q.pass(0);

    assertThat(q.status().delayed()).isZero();
    assertThat(q.consumer(1_000).drain()).containsExactly(bodies(MANY));
  }

  @Test
  void shouldHoldNoMoreOnTheHeapThanTheFirstOfABacklogThatExpires() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    for (int i = 0; i < 20; i++) {
      q.publish(bodies(100));
      q.pass(20); // five batches are ready, the oldest goes
    }

    assertThat(q.status().ready()).isEqualTo(400);
    assertThat(q.queue.readAhead()).isEqualTo(1);
  }

  @Test
  void shouldCountTheBytesOfTheIndexOfDelayedMessages() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    q.publish(after(q.host.nowMs() + 100), bodies(1_000));
    assertThat(q.totals.residentBytes()).isBetween(50_000L, 500_000L);
    q.pass(100);
    q.consumer(1_000).drain();

    assertThat(q.totals.residentBytes()).isZero();
  }

  @Test
  void shouldHaveOneAlarmHoweverOftenItIsSet() throws Exception {
    LimitedQueue q = new LimitedQueue(QueueOptions.builder());
    long last = q.host.nowMs() + 100_000;
    for (int i = 0; i < 1_000; i++) {
      q.publish(after(last - i), "a");
    }
    q.pass(100_000);
    assertThat(q.status().ready()).isEqualTo(1_000);
    q.publish(after(q.host.nowMs() + 100), "b");

    assertThat(q.host.alarms.size()).isEqualTo(1);
  }

  @Test
  void shouldHaveOneAlarmForAnyNumberOfMessagesThatExpire() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100());
    for (int i = 0; i < 1_000; i++) {
      q.publish("a");
      q.pass(1);
    }

    assertThat(q.host.alarms.size()).isEqualTo(1);
  }

  @Test
  void shouldHoldFewDeadLettersThatCanNotBeMoved() throws Exception {
    LimitedQueue q = new LimitedQueue(ttl100().deadLetterTo("dlx"));
    q.host.fate(new DeadLetter.Fate.Stays("no room"));
    q.publish(bodies(5_000));
    q.pass(100);

    assertThat(q.status().delayed()).isEqualTo(Departures.MAX_COUNT);
    assertThat(q.host.buried()).hasSize(Departures.MAX_COUNT);
    assertThat(q.consumer(10).take()).isEmpty();
    q.pass(Departures.PAUSE_MS);
    assertThat(q.host.buried()).hasSize(2 * Departures.MAX_COUNT);
    q.host.fate(new DeadLetter.Fate.Moved());
    q.pass(Departures.PAUSE_MS);

    assertThat(q.status().counts().deadLettered()).isEqualTo(Map.of(MessageCounts.EXPIRED, 5_000L));
    assertThat(q.stored()).isEmpty();
  }
}
