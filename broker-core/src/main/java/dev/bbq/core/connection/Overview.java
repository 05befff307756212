// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.queue.QueueTotals;
import dev.bbq.core.routing.Exchange;
import dev.bbq.core.routing.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;

/**
 * What there is to be seen of a broker, one row after the other, each as it is when it is asked
 * for. Any thread; nothing that moves messages waits for it longer than for a look at one queue.
 */
public final class Overview {

  private final Services services;
  private final Connections connections;

  Overview(Services services, Connections connections) {
    this.services = services;
    this.connections = connections;
  }

  /** Returns the exchanges by name. */
  public Iterator<ExchangeInfo> exchanges() {
    return each(services.topology().exchanges().iterator(), Exchange::status);
  }

  /** Returns the queues by name. */
  public Iterator<QueueInfo> queues() {
    return each(services.topology().queues().iterator(), Queue::status);
  }

  /** Returns the bindings by exchange, queue and key. */
  public Iterator<BindingInfo> bindings() {
    return each(
        services.topology().bindings().iterator(),
        b -> new BindingInfo(b.exchange(), b.queue(), b.routingKey()));
  }

  /** Returns the connections by number. */
  public Iterator<ConnectionInfo> connections() {
    return each(connections.byNumber().iterator(), ClientConnection::info);
  }

  /** Returns the broker. */
  public BrokerStatus broker() {
    About about = services.about();
    Instant now = about.clock().instant();
    MemoryGuard memory = services.memory();
    return new BrokerStatus(
        about.product(),
        ControlStream.VERSION,
        about.transport(),
        about.store(),
        about.capabilities().durability(),
        about.capabilities().survivesRestart(),
        about.since(),
        Duration.between(about.since(), now),
        memory.isBlocked() ? Optional.of(memory.reason()) : Optional.empty(),
        memory(memory),
        totals(),
        services.topology().counts());
  }

  private static BrokerStatus.Memory memory(MemoryGuard guard) {
    Runtime jvm = Runtime.getRuntime();
    return new BrokerStatus.Memory(
        guard.keptBytes(),
        guard.heldBytes(),
        guard.watermarkBytes(),
        jvm.totalMemory() - jvm.freeMemory(),
        jvm.maxMemory());
  }

  private BrokerStatus.Totals totals() {
    Topology topology = services.topology();
    QueueTotals queues = topology.totals();
    return new BrokerStatus.Totals(
        connections.count(),
        connections.opened(),
        topology.exchangeCount(),
        topology.queueCount(),
        topology.bindingCount(),
        queues.consumers(),
        queues.ready(),
        queues.delayed(),
        queues.unacked());
  }

  private static <T, R> Iterator<R> each(Iterator<T> all, Function<T, R> look) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public R next() {
        return look.apply(all.next());
      }
    };
  }
}
