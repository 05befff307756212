// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import dev.bbq.core.routing.RefusalException;
import dev.bbq.core.routing.Topology;
import java.util.concurrent.CompletionException;

/** Declares in a topology, before there are clients, what a configuration asks for. */
record Declaring(Topology topology) {

  /**
   * Declares all of it and waits for it.
   *
   * @throws BrokerException if one can't be declared; those before it are
   */
  void all(Declarations wanted) {
    wanted
        .exchanges()
        .forEach(
            one ->
                attempt(
                    one,
                    () -> topology.declareExchange(one.name(), one.type(), one.dropUnroutable())));
    wanted
        .queues()
        .forEach(
            one ->
                attempt(
                    one,
                    () ->
                        topology
                            .declareQueue(one.name(), one.options())
                            .toCompletableFuture()
                            .join()));
    wanted
        .bindings()
        .forEach(
            one ->
                attempt(one, () -> topology.bind(one.queue(), one.exchange(), one.routingKey())));
  }

  private static void attempt(Declarations.Declaration what, Runnable declare) {
    try {
      declare.run();
    } catch (RefusalException e) {
      throw failed(what, e);
    } catch (CompletionException e) {
      throw failed(what, e.getCause() == null ? e : e.getCause());
    }
  }

  private static BrokerException failed(Declarations.Declaration what, Throwable why) {
    return new BrokerException(
        "can't declare at start: %s, reason=%s".formatted(describe(what), why.getMessage()),
        what,
        why);
  }

  private static String describe(Declarations.Declaration what) {
    return switch (what) {
      case Declarations.Exchange exchange -> "exchange=" + exchange.name();
      case Declarations.Queue queue -> "queue=" + queue.name();
      case Declarations.Binding binding ->
          "queue=%s, exchange=%s, key=%s"
              .formatted(binding.queue(), binding.exchange(), binding.routingKey());
    };
  }
}
