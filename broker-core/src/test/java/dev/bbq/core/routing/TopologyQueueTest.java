// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.api.ErrorCode.INVALID_NAME;
import static dev.bbq.api.ErrorCode.LIMIT_REACHED;
import static dev.bbq.api.ErrorCode.UNKNOWN_QUEUE;
import static dev.bbq.api.ExchangeType.DIRECT;
import static dev.bbq.api.ExchangeType.FANOUT;
import static dev.bbq.api.ExchangeType.TOPIC;
import static dev.bbq.core.routing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.QueueStore.Append;
import dev.bbq.api.store.QueueStore.RecoveredQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopologyQueueTest {

  private final TestStore store = new TestStore();
  private final Topology topology =
      new Topology(store, new TopologyLimits(3, 3, 9), new TestAlarms());

  private List<String> names() {
    return topology.queues().stream().map(Queue::name).toList();
  }

  @Test
  void shouldListWhatIsDeclaredByName() {
    topology.declareQueue("b");
    topology.declareQueue("a");

    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void shouldTakeTheSameDeclarationTwice() {
    topology.declareQueue("q");
    topology.declareQueue("q");

    assertThat(store.calls(Op.CREATE)).isEqualTo(1);
  }

  @Test
  void shouldKeepTheQueueWhenItIsDeclaredAgain() {
    topology.declareQueue("q");
    Queue before = topology.queue("q");
    topology.declareQueue("q");

    assertThat(topology.queue("q")).isSameAs(before);
  }

  @Test
  void shouldNotHaveAQueueBeforeTheStoreHas() {
    Later creates = store.hold(Op.CREATE);
    topology.declareQueue("q");
    assertThat(names()).isEmpty();
    creates.runAll();

    assertThat(names()).containsExactly("q");
  }

  @Test
  void shouldHaveNoQueueWhenTheStoreFails() {
    store.failNext(Op.CREATE, 1);

    assertThat(topology.declareQueue("q"))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("told to fail: op=CREATE");
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldDeclareAfterAFailure() {
    store.failNext(Op.CREATE, 1);
    topology.declareQueue("q");
    topology.declareQueue("q");

    assertThat(names()).containsExactly("q");
  }

  @Test
  void shouldRefuseTheEmptyName() {
    assertRefused(
        INVALID_NAME,
        "invalid queue: bytes=0, valid=1-255 bytes of UTF-8 without control characters",
        () -> topology.declareQueue(""));
  }

  @Test
  void shouldRefuseANameThatIsTooLong() {
    assertRefused(
        INVALID_NAME,
        "invalid queue: bytes=256, valid=1-255 bytes of UTF-8 without control characters",
        () -> topology.declareQueue("q".repeat(256)));
  }

  @Test
  void shouldRefuseMoreThanTheLimit() {
    topology.declareQueue("a");
    topology.declareQueue("b");
    topology.declareQueue("c");

    assertRefused(LIMIT_REACHED, "too many queues: limit=3", () -> topology.declareQueue("d"));
    topology.deleteQueue("a");
    topology.declareQueue("d");
    assertRefused(LIMIT_REACHED, "too many queues: limit=3", () -> topology.declareQueue("e"));
  }

  @Test
  void shouldCountAQueueOnceForEachOfItsPriorities() {
    QueueOptions priorities = QueueOptions.builder().maxPriority(1).build();
    topology.declareQueue("a", priorities);
    assertRefused(
        LIMIT_REACHED, "too many queues: limit=3", () -> topology.declareQueue("b", priorities));
    topology.declareQueue("c");

    assertThat(names()).containsExactly("a", "c");
  }

  @Test
  void shouldTakeARepeatedDeclarationAtTheLimit() {
    topology.declareQueue("a");
    topology.declareQueue("b");
    topology.declareQueue("c");

    assertThat(topology.declareQueue("c")).isCompleted();
  }

  @Test
  void shouldRefuseAnUnknownQueue() {
    assertRefused(UNKNOWN_QUEUE, "no such queue: queue=q", () -> topology.queue("q"));
  }

  @Test
  void shouldRefuseToPurgeAnUnknownQueue() {
    assertRefused(UNKNOWN_QUEUE, "no such queue: queue=q", () -> topology.purge("q"));
  }

  @Test
  void shouldNotMindTheDeletionOfWhatIsNotThere() throws Exception {
    assertThat(Await.result(topology.deleteQueue("none"))).isZero();
  }

  @Test
  void shouldDropTheLogOfADeletedQueue() {
    topology.declareQueue("q");
    topology.deleteQueue("q");

    assertThat(store.has("q")).isFalse();
  }

  @Test
  void shouldDeleteTheBindingsOfAQueueWithIt() {
    topology.declareExchange("d", DIRECT, false);
    topology.declareExchange("f", FANOUT, false);
    topology.declareExchange("t", TOPIC, false);
    topology.declareQueue("q");
    topology.declareQueue("other");
    for (String exchange : List.of("d", "f", "t")) {
      topology.bind("q", exchange, "k");
      topology.bind("q", exchange, "l");
    }
    topology.bind("other", "t", "k");
    topology.deleteQueue("q");

    assertThat(topology.bindings()).containsExactly(new Binding("t", "other", "k"));
    assertThat(topology.route("f", "k")).isInstanceOf(Route.Refused.class);
  }

  @Test
  void shouldRouteToTheNewQueueWhenOneIsDeclaredAgain() {
    topology.declareQueue("q");
    Queue before = topology.queue("q");
    topology.deleteQueue("q");
    topology.declareQueue("q");

    assertThat(topology.queue("q")).isNotSameAs(before);
  }

  @Test
  void shouldDeclareAgainOnlyOnceTheDeletionIsDone() {
    Later drops = store.hold(Op.DROP);
    topology.declareQueue("q");
    var deleted = topology.deleteQueue("q").toCompletableFuture();
    var declared = topology.declareQueue("q").toCompletableFuture();
    assertThat(List.of(deleted.isDone(), declared.isDone())).containsExactly(false, false);
    drops.runAll();

    assertThat(declared).isCompleted();
    assertThat(names()).containsExactly("q");
  }

  @Test
  void shouldDeleteOnlyOnceTheDeclarationIsDone() {
    Later creates = store.hold(Op.CREATE);
    topology.declareQueue("q");
    topology.deleteQueue("q");
    creates.runAll();

    assertThat(store.has("q")).isFalse();
    assertThat(names()).isEmpty();
  }

  @Test
  void shouldWorkOffRacingDeclarationsAndDeletionsInTheirOrder() {
    Later creates = store.hold(Op.CREATE);
    Later drops = store.hold(Op.DROP);
    for (int i = 0; i < 5; i++) {
      topology.declareQueue("q");
      topology.deleteQueue("q");
    }
    var last = topology.declareQueue("q").toCompletableFuture();
    while (creates.size() + drops.size() > 0) {
      creates.runAll();
      drops.runAll();
    }

    assertThat(last).isCompleted();
    assertThat(List.of(store.calls(Op.CREATE), store.calls(Op.DROP))).containsExactly(6, 5);
  }

  @Test
  void shouldCreateOnceWhenDeclarationsRace() {
    Later creates = store.hold(Op.CREATE);
    topology.declareQueue("q");
    var second = topology.declareQueue("q").toCompletableFuture();
    creates.runAll();

    assertThat(second).isCompleted();
    assertThat(store.calls(Op.CREATE)).isEqualTo(1);
  }

  @Test
  void shouldNotHaveAQueueWhileItIsDeleted() {
    store.hold(Op.DROP);
    topology.declareQueue("q");
    topology.deleteQueue("q");

    assertThat(names()).isEmpty();
  }

  @Test
  void shouldTakeBackWhatAnEarlierRunLeft() throws Exception {
    var left = Await.result(store.create("q", new byte[0]));
    var message = StoredMessage.of(new byte[1]);
    Await.result(store.append(List.of(new Append(left, List.of(message, message)))));
    topology.restore(List.of(new RecoveredQueue("q", new byte[0], left, 0, 2, 2)));

    assertThat(topology.queue("q").status())
        .isEqualTo(
            new QueueInfo(
                "q", QueueOptions.NONE, 2, 0, 0, 0, MessageCounts.of(2, 0, 0, 0, Map.of())));
    assertThat(topology.declareQueue("q")).isCompleted();
  }

  @Test
  void shouldDeleteAgainWhatTheStoreFailedToDrop() {
    topology.declareQueue("q");
    store.failNext(Op.DROP, 2);
    assertThat(topology.deleteQueue("q")).isCompletedExceptionally();
    assertThat(topology.deleteQueue("q")).isCompletedExceptionally();
    assertThat(names()).isEmpty();
    assertThat(topology.deleteQueue("q")).isCompletedWithValue(0L);

    assertThat(store.calls(Op.DROP)).isEqualTo(3);
    assertThat(topology.declareQueue("q")).isCompleted();
  }

  @Test
  void shouldNotDropAgainWhatTheStoreDroppedAllTheSame() {
    topology.declareQueue("q");
    store.failNext(Op.DROP, 1);
    topology.deleteQueue("q");
    var unused = store.log("q").drop();
    topology.declareQueue("q");
    topology.deleteQueue("q");
    int drops = store.calls(Op.DROP);

    assertThat(topology.deleteQueue("q")).isCompletedWithValue(0L);
    assertThat(store.calls(Op.DROP)).isEqualTo(drops);
  }
}
