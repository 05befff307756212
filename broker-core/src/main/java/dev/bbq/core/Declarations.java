// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.QueueOptions;
import java.util.List;

/**
 * Exchanges, queues and bindings that a broker declares when it starts, in this order.
 *
 * @param exchanges all that is not there yet is declared; one that differs stops the start
 * @param queues all that is not there yet is declared
 * @param bindings those of exchanges and queues that are declared here, or are there already
 */
public record Declarations(List<Exchange> exchanges, List<Queue> queues, List<Binding> bindings) {

  /** Nothing to declare. */
  public static final Declarations NONE = new Declarations(List.of(), List.of(), List.of());

  public Declarations {
    exchanges = List.copyOf(exchanges);
    queues = List.copyOf(queues);
    bindings = List.copyOf(bindings);
  }

  /** One thing to declare. */
  public sealed interface Declaration {}

  /**
   * An exchange.
   *
   * @param name 1–255 bytes of UTF-8 without control characters
   * @param type how it routes
   * @param dropUnroutable whether it drops what it can't route instead of refusing it
   */
  public record Exchange(String name, ExchangeType type, boolean dropUnroutable)
      implements Declaration {}

  /**
   * A queue.
   *
   * @param name 1–255 bytes of UTF-8 without control characters
   * @param options how long it keeps its messages, how many, and what becomes of others
   */
  public record Queue(String name, QueueOptions options) implements Declaration {

    /** Creates one without options. */
    public Queue(String name) {
      this(name, QueueOptions.NONE);
    }
  }

  /**
   * A binding of a queue to an exchange.
   *
   * @param queue the queue's name
   * @param exchange the exchange's name
   * @param routingKey key or pattern, up to 255 bytes of UTF-8 without control characters
   */
  public record Binding(String queue, String exchange, String routingKey) implements Declaration {}
}
