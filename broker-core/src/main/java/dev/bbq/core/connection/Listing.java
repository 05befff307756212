// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.wire.Block;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** The answer to LIST: the items one by one as they are written, then how many there were. */
final class Listing<T> implements Iterator<Block.Response> {

  private final Iterator<T> rows;
  private final Function<T, Block.Item> format;
  private long count;
  private boolean over;

  private Listing(Iterator<T> rows, Function<T, Block.Item> format) {
    this.rows = rows;
    this.format = format;
  }

  static Iterator<Block.Response> of(Overview overview, Block.Kind kind) {
    return switch (kind) {
      case EXCHANGES -> new Listing<>(overview.exchanges(), Block.ExchangeItem::new);
      case QUEUES -> new Listing<>(overview.queues(), Block.QueueItem::new);
      case BINDINGS -> new Listing<>(overview.bindings(), Block.BindingItem::new);
      case CONNECTIONS -> new Listing<>(overview.connections(), Block.ConnectionItem::new);
      case BROKER -> new Listing<>(List.of(overview.broker()).iterator(), Block.BrokerItem::new);
    };
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
    if (rows.hasNext()) {
      count++;
      return format.apply(rows.next());
    }
    over = true;
    return new Block.Okay(count);
  }
}
