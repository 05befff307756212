// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.core.log.LogText;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.routing.Topology;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * What is lost when a broker ends whose store survives no restart.
 *
 * @param queues those that hold messages
 */
record Discarded(List<QueueInfo> queues) {

  static Discarded in(Topology topology) {
    return new Discarded(
        topology.queues().stream().map(Queue::status).filter(q -> count(q) > 0).toList());
  }

  /** Returns how many messages are lost. */
  long count() {
    return queues.stream().mapToLong(Discarded::count).sum();
  }

  private static long count(QueueInfo queue) {
    return queue.ready() + queue.delayed() + queue.unacked();
  }

  /** Logs how many there are; of which queues only in detail. */
  void log(System.Logger logger) {
    if (queues.isEmpty()) {
      return;
    }
    logger.log(
        Level.WARNING,
        () ->
            "messages discarded: count=%d, queues=%d, reason=the store survives no restart"
                .formatted(count(), queues.size()));
    for (QueueInfo queue : queues) {
      logger.log(
          Level.DEBUG,
          () ->
              "messages of a queue discarded: queue=%s, count=%d"
                  .formatted(LogText.quoted(queue.name()), count(queue)));
    }
  }
}
