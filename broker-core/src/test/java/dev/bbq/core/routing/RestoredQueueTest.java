// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.core.routing.RandomUse.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.QueueStore.RecoveredQueue;
import dev.bbq.api.store.StoredRecord;
import dev.bbq.api.wire.QueueArguments;
import dev.bbq.core.queue.Intake;
import dev.bbq.core.queue.Wish;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queues that an earlier run has left in a store that survives restarts. */
class RestoredQueueTest {

  private static final long FOREVER = Long.MAX_VALUE;

  private final TestStore store = new TestStore();
  private final TestAlarms alarms = new TestAlarms();
  private final Topology earlier = topology();

  private Topology topology() {
    return new Topology(store, TopologyLimits.DEFAULT, alarms);
  }

  private static QueueOptions priorities(int max) {
    return QueueOptions.builder().maxPriority(max).build();
  }

  private void declare(QueueOptions options) throws Exception {
    Await.result(earlier.declareQueue("q", options));
  }

  private void publish(Wish wish) throws Exception {
    Intake intake = new Intake();
    Route.To to = (Route.To) earlier.route("", "q");
    assertThat(intake.add(to.queues(), message("q", 5), wish)).isNull();
    assertThat(Await.result(intake.append(store))).isNull();
  }

  /** Returns what a store would return of logs. */
  private List<RecoveredQueue> left(QueueOptions options, String... logs) {
    List<RecoveredQueue> left = new ArrayList<>();
    for (String log : logs) {
      List<StoredRecord> records = store.log(log).records();
      long next = records.isEmpty() ? 0 : records.get(records.size() - 1).sequence() + 1;
      left.add(
          new RecoveredQueue(
              log,
              QueueArguments.encode(options).bytes(),
              store.log(log),
              records.isEmpty() ? next : records.get(0).sequence(),
              next,
              records.size()));
    }
    return left;
  }

  private Topology restore(List<RecoveredQueue> left) {
    Topology later = topology();
    later.restore(left);
    return later;
  }

  @Test
  void shouldKeepOptionsAndMessagesOfAllPriorities() throws Exception {
    declare(priorities(2));
    publish(Wish.of(0));
    publish(Wish.of(2));
    Topology later = restore(left(priorities(2), "q\u001f2", "q", "q\u001f1"));

    assertThat(later.queues()).hasSize(1);
    QueueInfo info = later.queue("q").status();
    assertThat(info.options()).isEqualTo(priorities(2));
    assertThat(info.ready()).isEqualTo(2);
    assertThat(info.counts().in()).isEqualTo(2);
  }

  @Test
  void shouldDropLogsThatBelongToNoQueue() throws Exception {
    declare(priorities(1));
    Topology later = restore(left(priorities(1), "q\u001f1"));

    assertThat(later.queues()).isEmpty();
    assertThat(store.has("q\u001f1")).isFalse();
  }

  @Test
  void shouldNotStartWithHalfAQueue() throws Exception {
    declare(priorities(2));
    List<RecoveredQueue> half = left(priorities(2), "q", "q\u001f2");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> restore(half))
        .withMessage("store has lost a part of a queue: queue=q, priority=1");
  }

  @Test
  void shouldNotStartWithOptionsThatItDoesNotKnow() throws Exception {
    declare(QueueOptions.NONE);
    RecoveredQueue strange =
        new RecoveredQueue("q", new byte[] {99, 0, 0, 0, 0}, store.log("q"), 0, 0, 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> restore(List.of(strange)))
        .withMessage("options of a queue unreadable: queue=q, reason=not known here: argument=99");
  }

  @Test
  void shouldLeaveNothingOfAQueueThatCouldNotBeMade() throws Exception {
    store.failNext(Op.CREATE, 0);
    store.observe(
        op -> {
          if (op == Op.CREATE && store.calls(Op.CREATE) == 2) {
            store.failNext(Op.CREATE, 1); // the third of four
          }
        });

    assertThat(earlier.declareQueue("q", priorities(3)).toCompletableFuture())
        .isCompletedExceptionally();
    assertThat(List.of("q", "q\u001f1", "q\u001f2", "q\u001f3")).noneMatch(store::has);
  }

  @Test
  void shouldLetExpireWhatWasLeft() throws Exception {
    declare(QueueOptions.NONE);
    publish(new Wish(0, 100, 0));
    Topology later = restore(left(QueueOptions.NONE, "q"));
    alarms.pass(100);

    assertThat(later.queue("q").status().ready()).isZero();
    assertThat(store.log("q").records()).isEmpty();
  }

  @Test
  void shouldNotDeliverBeforeItsTimeWhatWasLeft() throws Exception {
    declare(QueueOptions.NONE);
    publish(new Wish(0, FOREVER, alarms.nowMs() + 100));
    publish(Wish.NONE);
    Topology later = restore(left(QueueOptions.NONE, "q"));
    assertThat(Failing.take(later.queue("q"), 5)).isEqualTo(1);
    assertThat(later.queue("q").status().delayed()).isEqualTo(1);
    alarms.pass(100);

    assertThat(Failing.take(later.queue("q"), 5)).isEqualTo(2);
  }

  @Test
  void shouldDeleteAQueueThatNobodyHasUsedSinceTheStart() throws Exception {
    QueueOptions options = QueueOptions.builder().expires(Duration.ofSeconds(1)).build();
    declare(options);
    Topology later = restore(left(options, "q"));
    alarms.pass(999);
    assertThat(later.queueCount()).isEqualTo(1);
    alarms.pass(1);

    assertThat(later.queueCount()).isZero();
  }
}
