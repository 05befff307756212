// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.wire.Block;
import dev.bbq.core.routing.Topology;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The answer to LIST: the items, then how many there are. */
final class Listing {

  private Listing() {}

  static List<Block.Response> of(Topology topology, Block.Kind kind) {
    List<Block.Response> answer = items(topology, kind).collect(Collectors.toList());
    answer.add(new Block.Okay(answer.size()));
    return answer;
  }

  private static Stream<Block.Response> items(Topology topology, Block.Kind kind) {
    return switch (kind) {
      case EXCHANGES ->
          topology.exchanges().stream()
              .map(
                  x -> new Block.ExchangeItem(x.name(), x.type(), x.dropUnroutable(), x.dropped()));
      case QUEUES ->
          topology.queues().stream()
              .map(q -> new Block.QueueItem(q.name(), q.ready(), q.unacked(), q.consumers()));
      case BINDINGS ->
          topology.bindings().stream()
              .map(b -> new Block.BindingItem(b.exchange(), b.queue(), b.routingKey()));
    };
  }
}
