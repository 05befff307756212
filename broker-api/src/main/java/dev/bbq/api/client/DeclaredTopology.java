// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.wire.Block;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this client has declared and not deleted since: it is declared again on each new connection,
 * for a broker that was restarted may not have kept it. Any thread.
 */
final class DeclaredTopology {

  private final Map<String, Block.DeclareExchange> exchanges = new LinkedHashMap<>();
  private final Map<String, Block.DeclareQueue> queues = new LinkedHashMap<>();
  private final Set<Block.Bind> bindings = new LinkedHashSet<>();

  synchronized void add(Block.DeclareExchange exchange) {
    exchanges.put(exchange.name(), exchange);
  }

  synchronized void add(Block.DeclareQueue queue) {
    queues.put(queue.name(), queue);
  }

  synchronized void add(Block.Bind binding) {
    bindings.add(binding);
  }

  synchronized void removeExchange(String name) {
    exchanges.remove(name);
    bindings.removeIf(binding -> binding.exchange().equals(name));
  }

  synchronized void removeQueue(String name) {
    queues.remove(name);
    bindings.removeIf(binding -> binding.queue().equals(name));
  }

  synchronized void remove(Block.Bind binding) {
    bindings.remove(binding);
  }

  /** Returns the requests that declare all of it: exchanges, then queues, then bindings. */
  synchronized List<Block.TopologyRequest> requests() {
    List<Block.TopologyRequest> all = new ArrayList<>(exchanges.values());
    all.addAll(queues.values());
    all.addAll(bindings);
    return all;
  }
}
