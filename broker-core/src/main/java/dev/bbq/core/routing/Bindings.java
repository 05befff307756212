// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.core.queue.Queue;

/**
 * The bindings of one exchange, in the shape that its type can look up fast. {@link #match} may be
 * called by any thread at any time; the other methods by one at a time.
 */
sealed interface Bindings permits DirectBindings, FanoutBindings, TopicBindings {

  /**
   * Returns the queues for a routing key, each once. The array must not be changed.
   *
   * @throws RefusalException if so many patterns match beginnings of the key that it would take too
   *     long
   */
  Queue[] match(String routingKey);

  /** Returns how many words of patterns it keeps; those that begin alike share their beginning. */
  default int words() {
    return 0;
  }

  /** Returns how many more it would keep with this routing key. */
  default int newWords(String routingKey) {
    return 0;
  }

  /** Adds a binding that is not there yet. */
  void add(String routingKey, Queue queue);

  /** Takes a binding away that is there. */
  void remove(String routingKey, Queue queue);
}
