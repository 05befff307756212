// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.core.queue.Queue;
import java.util.Arrays;

/** Small immutable arrays of queues, so that readers need no lock. */
final class Queues {

  static final Queue[] NONE = new Queue[0];

  private Queues() {}

  static Queue[] with(Queue[] queues, Queue added) {
    Queue[] more = Arrays.copyOf(queues, queues.length + 1);
    more[queues.length] = added;
    return more;
  }

  /** Returns the array without the first occurrence of a queue. */
  static Queue[] without(Queue[] queues, Queue removed) {
    int at = Arrays.asList(queues).indexOf(removed);
    if (at < 0) {
      return queues;
    }
    Queue[] fewer = Arrays.copyOf(queues, queues.length - 1);
    System.arraycopy(queues, at + 1, fewer, at, fewer.length - at);
    return fewer;
  }
}
