// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.wire.Block;
import dev.bbq.core.queue.QueueStatus;
import dev.bbq.core.routing.Topology;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The answer to LIST: the items one by one as they are written, then how many there were. */
final class Listing<T> implements Iterator<Block.Response> {

  private final Iterator<T> items;
  private final Function<T, Block.Response> format;
  private long count;
  private boolean over;

  private Listing(Iterator<T> items, Function<T, Block.Response> format) {
    this.items = items;
    this.format = format;
  }

  static Iterator<Block.Response> of(Topology topology, Block.Kind kind) {
    return switch (kind) {
      case EXCHANGES ->
          new Listing<>(
              topology.exchanges().iterator(),
              x -> new Block.ExchangeItem(x.name(), x.type(), x.dropUnroutable(), x.dropped()));
      case QUEUES -> new Listing<>(topology.queues().iterator(), queue -> item(queue.status()));
      case BINDINGS ->
          new Listing<>(
              topology.bindings().iterator(),
              b -> new Block.BindingItem(b.exchange(), b.queue(), b.routingKey()));
    };
  }

  private static Block.Response item(QueueStatus queue) {
    return new Block.QueueItem(queue.name(), queue.ready(), queue.unacked(), queue.consumers());
  }

  @Override
  public boolean hasNext() {
    return !over;
  }

  @Override
  public Block.Response next() {
    if (over) {
      throw new NoSuchElementException("list is over");
    }
    if (items.hasNext()) {
      count++;
      return format.apply(items.next());
    }
    over = true;
    return new Block.Okay(count);
  }
}
