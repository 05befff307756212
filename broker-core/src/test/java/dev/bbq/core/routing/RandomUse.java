// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.api.wire.SendLayout.LENGTH_BYTES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.queue.Consumer;
import dev.bbq.core.queue.Intake;
import dev.bbq.core.queue.Lease;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueTotals;
import dev.bbq.core.queue.Settlements;
import dev.bbq.core.queue.Wish;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Queues with random options, used at random: all that can happen to a message does. */
final class RandomUse {

  private static final int QUEUES = 5;

  /** A target with room for one takes one dead letter a second. */
  private static final int MOST_SECONDS = 2_000;

  private static final int ANY_DEAD_LETTER_BYTES = 2_000;
  private static final String FANOUT = "all";
  private static final List<String> DEAD_LETTER_EXCHANGES =
      List.of("", "", "", FANOUT, "keys", "nowhere");

  final TestStore store = new TestStore();
  final TestAlarms alarms = new TestAlarms();
  final Topology topology = new Topology(store, TopologyLimits.DEFAULT, alarms);
  private final Random random;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final List<Later> held = new ArrayList<>();

  /** A consumer with the number of its last delivery. */
  private static final class Subscriber {
    final Queue queue;
    final Consumer consumer;
    final Settlements settlements = new Settlements();
    long last;

    Subscriber(Queue queue, Consumer consumer) {
      this.queue = queue;
      this.consumer = consumer;
    }
  }

  /** Creates queues over a store that answers at once, or when it happens to. */
  RandomUse(Random random, boolean answersAtOnce) {
    this.random = random;
    topology.declareExchange(FANOUT, ExchangeType.FANOUT, false);
    topology.declareExchange("keys", ExchangeType.DIRECT, true);
    if (!answersAtOnce) {
      for (Op op : List.of(Op.APPEND, Op.READ, Op.SETTLE, Op.RELEASE)) {
        held.add(store.hold(op));
      }
    }
    for (int i = 0; i < QUEUES; i++) {
      declare();
    }
  }

  // --- steps

  /** Does one thing or another. */
  void step() {
    switch (random.nextInt(24)) {
      case 0, 1, 2, 3, 4, 5 -> publish();
      case 6, 7, 8 -> subscribe();
      case 9, 10, 11, 12 -> use(this::take);
      case 13, 14, 15, 16, 17 -> use(this::settle);
      case 18 -> use(this::credit);
      case 19 -> use(this::unsubscribe);
      case 20, 21 -> alarms.pass(random.nextInt(200));
      case 22 -> rarely();
      default -> answer();
    }
  }

  private void rarely() {
    switch (random.nextInt(6)) {
      case 0 -> topology.queues().stream().findAny().ifPresent(Queue::purge);
      case 1 -> {
        var unused = topology.deleteQueue(name());
      }
      case 2 -> store.failNext(Op.APPEND, 1 + random.nextInt(2));
      case 3 -> store.failNext(Op.READ, 1);
      case 4 -> alarms.pass(random.nextInt(3_000));
      default -> declare();
    }
  }

  private String name() {
    return "q" + random.nextInt(QUEUES + 1); // the last one is rarely there
  }

  private void declare() {
    String name = "q" + random.nextInt(QUEUES);
    var unused =
        topology
            .declareQueue(name, options())
            .whenComplete(
                (done, differently) -> {
                  if (differently == null) {
                    topology.bind(name, FANOUT, "");
                    topology.bind(name, "keys", name());
                  }
                });
  }

  private QueueOptions options() {
    QueueOptions.Builder options = QueueOptions.builder();
    if (oneIn(3)) {
      options.messageTtl(Duration.ofMillis(1 + random.nextInt(500)));
    }
    if (oneIn(10)) {
      options.expires(Duration.ofMillis(1 + random.nextInt(2_000)));
    }
    if (oneIn(3)) {
      options.maxLength(1 + random.nextInt(20));
    }
    boolean rejects = random.nextBoolean();
    if (rejects) {
      options.overflow(Overflow.REJECT_PUBLISH);
    }
    if (oneIn(4)) { // dead letters stay for ever if their target has no room for even one
      options.maxBytes(1 + random.nextInt(1_000) + (rejects ? ANY_DEAD_LETTER_BYTES : 0));
    }
    if (oneIn(2)) {
      options.deliveryLimit(random.nextInt(5));
    }
    if (oneIn(3)) {
      options.maxPriority(random.nextInt(10));
    }
    if (!oneIn(3)) {
      String exchange = DEAD_LETTER_EXCHANGES.get(random.nextInt(DEAD_LETTER_EXCHANGES.size()));
      options.deadLetterTo(exchange);
      if (!oneIn(3)) {
        options.deadLetterTo(exchange, name());
      }
    }
    return options.build();
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  private void publish() {
    Intake intake = new Intake();
    for (int left = 1 + random.nextInt(8); left > 0; left--) {
      String key = name();
      if (topology.route(oneIn(4) ? FANOUT : "", key) instanceof Route.To to) {
        var unused = intake.add(to.queues(), message(key, random.nextInt(60)), wish());
      }
    }
    var unused = intake.append(store);
  }

  /** Returns a message with a body of so many bytes, as it is kept. */
  static byte[] message(String key, int body) {
    byte[] name = key.getBytes(UTF_8);
    return ByteBuffer.allocate(3 * LENGTH_BYTES + name.length + body)
        .putLong(0)
        .putLong(name.length)
        .put(name)
        .putLong(body)
        .array();
  }

  private Wish wish() {
    return oneIn(2)
        ? Wish.NONE
        : new Wish(
            random.nextInt(10),
            oneIn(3) ? random.nextInt(300) : Long.MAX_VALUE,
            oneIn(3) ? alarms.nowMs() + random.nextInt(600) - 100 : 0);
  }

  private void subscribe() {
    List<Queue> queues = List.copyOf(topology.queues());
    if (!queues.isEmpty() && subscribers.size() < 2 * QUEUES) {
      Subscriber made = subscribe(queues.get(random.nextInt(queues.size())));
      made.queue.credit(made.consumer, random.nextInt(30), random.nextInt(1_000));
    }
  }

  private Subscriber subscribe(Queue queue) {
    Subscriber made = new Subscriber(queue, Objects.requireNonNull(queue.subscribe(new Silent())));
    subscribers.add(made);
    return made;
  }

  private static final class Silent implements Consumer.Listener {
    @Override
    public void onReady() {}

    @Override
    public void onQueueDeleted() {}
  }

  private void use(java.util.function.Consumer<Subscriber> how) {
    if (!subscribers.isEmpty()) {
      how.accept(subscribers.get(random.nextInt(subscribers.size())));
    }
  }

  private void credit(Subscriber one) {
    one.queue.credit(one.consumer, random.nextInt(30), random.nextInt(1_000));
  }

  private void take(Subscriber one) {
    take(one, 1 + random.nextInt(10));
  }

  private int take(Subscriber one, int most) {
    List<Lease> taken = new ArrayList<>();
    long first = one.consumer.take(taken, most, Long.MAX_VALUE);
    for (Lease lease : taken) {
      assertThat(lease.record().message().schedule().notBeforeMs())
          .isLessThanOrEqualTo(alarms.nowMs());
    }
    one.last = first + taken.size() - 1;
    return taken.size();
  }

  private void settle(Subscriber one) {
    long to = one.last - random.nextInt(3);
    long from = oneIn(2) ? to : to - random.nextInt(5);
    Outcome[] outcomes = Outcome.values();
    settle(one, outcomes[random.nextInt(outcomes.length)], from, to);
  }

  private static void settle(Subscriber one, Outcome outcome, long from, long to) {
    if (one.queue.settle(one.consumer, outcome, from, to, one.settlements)) {
      var unused = one.queue.store(one.settlements);
    }
  }

  private void unsubscribe(Subscriber one) {
    subscribers.remove(one);
    one.queue.unsubscribe(one.consumer, random.nextBoolean());
  }

  private void answer() {
    held.forEach(later -> later.runAny(random));
  }

  // --- the end

  /** Has the store answer all that it was asked. */
  void settleDown() {
    do {
      held.forEach(Later::runAll);
      alarms.pass(0);
    } while (held.stream().anyMatch(later -> later.size() > 0));
  }

  /** Acks all that there is and will be, until nothing is left or that should have been so. */
  void drain() {
    List.copyOf(subscribers).forEach(this::unsubscribe);
    settleDown(); // which may end a deletion that a declaration waits for
    topology.queues().forEach(this::subscribe);
    for (int second = 0; second < MOST_SECONDS && !isEmpty(); second++) {
      settleDown();
      topology.queues().forEach(Queue::retry);
      subscribers.forEach(this::ackAll);
      settleDown();
      alarms.pass(1_000);
    }
    settleDown();
  }

  private boolean isEmpty() {
    QueueTotals totals = topology.totals();
    return totals.ready() + totals.delayed() + totals.unacked() == 0;
  }

  private void ackAll(Subscriber one) {
    one.queue.credit(one.consumer, 1_000, Long.MAX_VALUE);
    do {
      settleDown();
      if (take(one, 1_000) == 0) {
        return;
      }
      settle(one, Outcome.ACK, 0, one.last);
    } while (true);
  }
}
