// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueTotals;
import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestHost;
import dev.bbq.core.testkit.TestStore;
import java.util.List;
import java.util.stream.Stream;

/** Makes queues that are only to be routed to. */
final class TestQueues {

  private final TestStore store = new TestStore();

  Queue queue(String name) {
    try {
      return TestHost.plainQueue(
          name, Await.result(store.create(name, new byte[0])), new QueueTotals());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the names of matched queues, as often as they were matched, sorted. */
  static List<String> names(Queue[] queues) {
    return Stream.of(queues).map(Queue::name).sorted().toList();
  }
}
