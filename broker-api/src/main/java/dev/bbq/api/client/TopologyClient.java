// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BrokerStatus;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.Monitor;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.RefusedException;
import dev.bbq.api.Topology;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.QueueArguments;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The calls that ask the broker: a request each, and a wait for its answer. */
final class TopologyClient implements Topology, Monitor {

  private final Link link;
  private final Requests requests;
  private final DeclaredTopology declared;
  private final Runnable requireOpen;

  /**
   * Creates it.
   *
   * @param requireOpen throws when the client was closed
   */
  TopologyClient(Link link, Requests requests, DeclaredTopology declared, Runnable requireOpen) {
    this.link = link;
    this.requests = requests;
    this.declared = declared;
    this.requireOpen = requireOpen;
  }

  @Override
  public void declareExchange(String name, ExchangeType type, boolean dropUnroutable) {
    Address.require("exchange", name);
    Block.DeclareExchange exchange = new Block.DeclareExchange(name, type, dropUnroutable);
    ask(exchange);
    declared.add(exchange);
  }

  @Override
  public void declareQueue(String name, QueueOptions options) {
    Address.requireName("queue", name);
    Block.DeclareQueue queue = new Block.DeclareQueue(name, QueueArguments.encode(options));
    ask(queue);
    declared.add(queue);
  }

  @Override
  public void bind(String queue, String exchange, String routingKey) {
    requireBinding(queue, exchange, routingKey);
    Block.Bind binding = new Block.Bind(queue, exchange, routingKey);
    ask(binding);
    declared.add(binding);
  }

  @Override
  public void unbind(String queue, String exchange, String routingKey) {
    requireBinding(queue, exchange, routingKey);
    declared.remove(new Block.Bind(queue, exchange, routingKey));
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
    declared.removeExchange(name);
    ask(new Block.DeleteExchange(name));
  }

  @Override
  public long deleteQueue(String name) {
    Address.requireName("queue", name);
    declared.removeQueue(name);
    return count(ask(new Block.DeleteQueue(name)));
  }

  @Override
  public long purge(String queue) {
    Address.requireName("queue", queue);
    return count(ask(new Block.Purge(queue)));
  }

  @Override
  public List<ExchangeInfo> exchanges() {
    return list(Block.Kind.EXCHANGES, Block.ExchangeItem.class, Block.ExchangeItem::exchange);
  }

  @Override
  public List<QueueInfo> queues() {
    return list(Block.Kind.QUEUES, Block.QueueItem.class, Block.QueueItem::queue);
  }

  @Override
  public List<BindingInfo> bindings() {
    return list(Block.Kind.BINDINGS, Block.BindingItem.class, Block.BindingItem::binding);
  }

  @Override
  public List<ConnectionInfo> connections() {
    return list(
        Block.Kind.CONNECTIONS, Block.ConnectionItem.class, Block.ConnectionItem::connection);
  }

  @Override
  public BrokerStatus status() {
    return list(Block.Kind.BROKER, Block.BrokerItem.class, Block.BrokerItem::broker).get(0);
  }

  private <I extends Block.Item, T> List<T> list(
      Block.Kind kind, Class<I> type, Function<I, T> content) {
    return ask(new Block.ListAll(kind)).items().stream().map(type::cast).map(content).toList();
  }

  private Answer ask(Block.TopologyRequest request) {
    requireOpen.run();
    CompletableFuture<Answer> asked = requests.ask(request);
    Answer answer;
    try {
      answer =
          Waits.await(
              asked,
              link.options().requestTimeout(),
              () -> Request.describe(request) + ", connection=" + link.describe());
    } finally {
      asked.cancel(false); // or a request without an answer would be asked again some day
    }
    if (answer.end() instanceof Block.Fail fail) {
      throw new RefusedException(fail.code(), fail.reason());
    }
    return answer;
  }

  private static long count(Answer answer) {
    return answer.end() instanceof Block.Okay okay ? okay.count() : 0;
  }
}
