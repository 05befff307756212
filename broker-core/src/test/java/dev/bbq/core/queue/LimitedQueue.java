// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestHost;
import dev.bbq.core.testkit.TestLog;
import dev.bbq.core.testkit.TestStore;
import java.util.ArrayList;
import java.util.List;

/** A queue with options, a clock for tests and a grave for its dead letters. */
final class LimitedQueue {

  final TestStore store = new TestStore();
  final TestHost host = new TestHost();
  final QueueTotals totals = new QueueTotals();
  final Queue queue;
  private final List<TestLog> logs = new ArrayList<>();

  LimitedQueue(QueueOptions.Builder options) throws Exception {
    QueueOptions built = options.build();
    List<Queue.Log> made = new ArrayList<>();
    for (int priority = 0; priority <= built.maxPriority(); priority++) {
      made.add(Queue.Log.empty(Await.result(store.create("q" + priority, new byte[0]))));
      logs.add(store.log("q" + priority));
    }
    queue = host.queue("q", built, made, totals);
    queue.begin();
  }

  /** Publishes messages as one append; returns those that were refused. */
  List<String> publish(Wish wish, String... bodies) throws Exception {
    Intake intake = new Intake();
    Queue[] route = {queue};
    List<String> refused = new ArrayList<>();
    for (String body : bodies) {
      if (intake.add(route, body.getBytes(UTF_8), wish) != null) {
        refused.add(body);
      }
    }
    Throwable failure = Await.result(intake.append(store));
    if (failure != null) {
      throw new AssertionError(failure);
    }
    return refused;
  }

  List<String> publish(String... bodies) throws Exception {
    return publish(Wish.NONE, bodies);
  }

  TestConsumer consumer(int credit) {
    TestConsumer consumer = TestConsumer.subscribe(queue);
    consumer.credit(credit);
    return consumer;
  }

  void pass(long ms) {
    host.alarms.pass(ms);
  }

  /** Returns the dead letters so far, each with its reason: "a expired". */
  List<String> buried() {
    return host.buried().stream()
        .map(letter -> QueueFixture.body(letter.lease().record()) + " " + letter.reason().label())
        .toList();
  }

  /** Returns the bodies that the store keeps, of all priorities. */
  List<String> stored() {
    return logs.stream().flatMap(log -> log.records().stream()).map(QueueFixture::body).toList();
  }

  QueueInfo status() {
    return queue.status();
  }

  static Wish after(long notBeforeMs) {
    return new Wish(0, Long.MAX_VALUE, notBeforeMs);
  }

  static Wish ttl(long ms) {
    return new Wish(0, ms, 0);
  }
}
