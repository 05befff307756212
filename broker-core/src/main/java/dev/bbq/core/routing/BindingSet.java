// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * All bindings, by exchange and by queue, so that neither's deletion looks at those of others. One
 * thread at a time may change it; any may iterate.
 */
final class BindingSet {

  private final NavigableSet<Binding> byExchange =
      new ConcurrentSkipListSet<>(
          Comparator.comparing(Binding::exchange)
              .thenComparing(Binding::queue)
              .thenComparing(Binding::routingKey));
  private final NavigableSet<Binding> byQueue =
      new TreeSet<>(
          Comparator.comparing(Binding::queue)
              .thenComparing(Binding::exchange)
              .thenComparing(Binding::routingKey));
  private volatile int size;

  /** Returns how many there are; any thread. */
  int size() {
    return size;
  }

  boolean contains(Binding binding) {
    return byQueue.contains(binding);
  }

  void add(Binding binding) {
    byExchange.add(binding);
    byQueue.add(binding);
    size = byQueue.size();
  }

  void remove(Binding binding) {
    byExchange.remove(binding);
    byQueue.remove(binding);
    size = byQueue.size();
  }

  /** Returns the bindings of an exchange. */
  List<Binding> ofExchange(String exchange) {
    return byExchange.tailSet(new Binding(exchange, "", "")).stream()
        .takeWhile(binding -> binding.exchange().equals(exchange))
        .toList();
  }

  /** Returns the bindings of a queue. */
  List<Binding> ofQueue(String queue) {
    return byQueue.tailSet(new Binding("", queue, "")).stream()
        .takeWhile(binding -> binding.queue().equals(queue))
        .toList();
  }

  /** Returns a view by exchange, queue and key; what changes meanwhile may or may not be seen. */
  Collection<Binding> view() {
    return Collections.unmodifiableCollection(byExchange);
  }
}
