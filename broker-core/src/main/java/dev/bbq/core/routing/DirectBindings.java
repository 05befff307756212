// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.core.queue.Queue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bindings by the very routing key. */
final class DirectBindings implements Bindings {

  private final Map<String, Queue[]> byKey = new ConcurrentHashMap<>();

  @Override
  public Queue[] match(String routingKey) {
    return byKey.getOrDefault(routingKey, Queues.NONE);
  }

  @Override
  public void add(String routingKey, Queue queue) {
    byKey.merge(routingKey, new Queue[] {queue}, (bound, one) -> Queues.with(bound, queue));
  }

  @Override
  public void remove(String routingKey, Queue queue) {
    byKey.computeIfPresent(
        routingKey,
        (key, bound) -> {
          Queue[] left = Queues.without(bound, queue);
          return left.length == 0 ? null : left;
        });
  }
}
