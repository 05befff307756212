// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.RefusedException;
import dev.bbq.api.Topology;
import dev.bbq.api.wire.Block;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The topology calls: a request each, and a wait for its answer. */
final class TopologyClient implements Topology {

  private final Supplier<ClientConnection> connection;
  private final Duration timeout;

  TopologyClient(Supplier<ClientConnection> connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  @Override
  public void declareExchange(String name, ExchangeType type, boolean dropUnroutable) {
    Address.require("exchange", name);
    ask(new Block.DeclareExchange(name, type, dropUnroutable));
  }

  @Override
  public void declareQueue(String name) {
    Address.requireName("queue", name);
    ask(new Block.DeclareQueue(name));
  }

  @Override
  public void bind(String queue, String exchange, String routingKey) {
    requireBinding(queue, exchange, routingKey);
    ask(new Block.Bind(queue, exchange, routingKey));
  }

  @Override
  public void unbind(String queue, String exchange, String routingKey) {
    requireBinding(queue, exchange, routingKey);
    ask(new Block.Unbind(queue, exchange, routingKey));
  }

  private static void requireBinding(String queue, String exchange, String routingKey) {
    Address.requireName("queue", queue);
    Address.require("exchange", exchange);
    Address.require("routing key", routingKey);
  }

  @Override
  public void deleteExchange(String name) {
    Address.require("exchange", name);
    ask(new Block.DeleteExchange(name));
  }

  @Override
  public long deleteQueue(String name) {
    Address.requireName("queue", name);
    return count(ask(new Block.DeleteQueue(name)));
  }

  @Override
  public long purge(String queue) {
    Address.requireName("queue", queue);
    return count(ask(new Block.Purge(queue)));
  }

  @Override
  public List<ExchangeInfo> exchanges() {
    return ask(new Block.ListAll(Block.Kind.EXCHANGES)).items().stream()
        .map(Block.ExchangeItem.class::cast)
        .map(i -> new ExchangeInfo(i.name(), i.type(), i.dropUnroutable(), i.dropped()))
        .toList();
  }

  @Override
  public List<QueueInfo> queues() {
    return ask(new Block.ListAll(Block.Kind.QUEUES)).items().stream()
        .map(Block.QueueItem.class::cast)
        .map(i -> new QueueInfo(i.name(), i.ready(), i.unacked(), i.consumers()))
        .toList();
  }

  @Override
  public List<BindingInfo> bindings() {
    return ask(new Block.ListAll(Block.Kind.BINDINGS)).items().stream()
        .map(Block.BindingItem.class::cast)
        .map(i -> new BindingInfo(i.exchange(), i.queue(), i.routingKey()))
        .toList();
  }

  private Answer ask(Block.TopologyRequest request) {
    Answer answer = Waits.await(connection.get().ask(request), timeout, request.toString());
    if (answer.end() instanceof Block.Fail fail) {
      throw new RefusedException(fail.code(), fail.reason());
    }
    return answer;
  }

  private static long count(Answer answer) {
    return answer.end() instanceof Block.Okay okay ? okay.count() : 0;
  }
}
