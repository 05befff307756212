// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.Topology.ExchangeInfo;
import java.util.concurrent.atomic.LongAdder;

/** An exchange: how it routes, its bindings, and what it has dropped. */
public final class Exchange {

  private final String name;
  private final ExchangeType type;
  private final boolean dropUnroutable;
  private final Bindings bindings;
  private final LongAdder dropped = new LongAdder();
  private final LongAdder droppedByAll;

  /**
   * Creates an exchange without bindings.
   *
   * @param droppedByAll where it counts what it drops, too
   */
  Exchange(String name, ExchangeType type, boolean dropUnroutable, LongAdder droppedByAll) {
    this.name = name;
    this.type = type;
    this.dropUnroutable = dropUnroutable;
    this.droppedByAll = droppedByAll;
    this.bindings =
        switch (type) {
          case DIRECT -> new DirectBindings();
          case FANOUT -> new FanoutBindings();
          case TOPIC -> new TopicBindings();
        };
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns how it routes. */
  public ExchangeType type() {
    return type;
  }

  /** Tells whether it drops what it can't route instead of refusing it. */
  public boolean dropUnroutable() {
    return dropUnroutable;
  }

  /** Counts a message that it has dropped. */
  public void countDropped() {
    dropped.increment();
    droppedByAll.increment();
  }

  /** Returns what the exchange looks like now. */
  public ExchangeInfo status() {
    return new ExchangeInfo(name, type, dropUnroutable, dropped.sum());
  }

  Bindings bindings() {
    return bindings;
  }
}
