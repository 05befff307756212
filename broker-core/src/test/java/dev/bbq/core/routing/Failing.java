// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.core.queue.Consumer;
import dev.bbq.core.queue.Lease;
import dev.bbq.core.queue.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A consumer that takes one message and is lost. */
final class Failing {

  private Failing() {}

  static void once(Queue queue) {
    int taken = take(queue, 1, true);
    if (taken != 1) {
      throw new AssertionError("nothing to take: queue=" + queue.name());
    }
  }

  /** Returns how many messages a consumer gets, who gives them back. */
  static int take(Queue queue, int atMost) {
    return take(queue, atMost, false);
  }

  private static int take(Queue queue, int atMost, boolean lost) {
    Consumer consumer =
        Objects.requireNonNull(
            queue.subscribe(
                new Consumer.Listener() {
                  @Override
                  public void onReady() {}

                  @Override
                  public void onQueueDeleted() {}
                }));
    queue.credit(consumer, atMost, Long.MAX_VALUE);
    List<Lease> taken = new ArrayList<>();
    consumer.take(taken, atMost, Long.MAX_VALUE);
    queue.unsubscribe(consumer, lost);
    return taken.size();
  }
}
