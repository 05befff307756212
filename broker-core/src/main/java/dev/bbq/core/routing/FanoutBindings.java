// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.core.queue.Queue;
import java.util.HashMap;
import java.util.Map;

/**
 * All bound queues, whatever the routing key. A queue bound with several keys stays until the last
 * of them is gone.
 */
final class FanoutBindings implements Bindings {

  private final Map<Queue, Integer> keysPerQueue = new HashMap<>();
  private volatile Queue[] all = Queues.NONE;

  @Override
  public Queue[] match(String routingKey) {
    return all;
  }

  @Override
  public void add(String routingKey, Queue queue) {
    if (keysPerQueue.merge(queue, 1, Integer::sum) == 1) {
      all = Queues.with(all, queue);
    }
  }

  @Override
  public void remove(String routingKey, Queue queue) {
    if (keysPerQueue.computeIfPresent(queue, (q, keys) -> keys == 1 ? null : keys - 1) == null) {
      all = Queues.without(all, queue);
    }
  }
}
