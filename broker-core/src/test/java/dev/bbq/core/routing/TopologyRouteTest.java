// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.api.ErrorCode.LIMIT_REACHED;
import static dev.bbq.api.ErrorCode.UNKNOWN_EXCHANGE;
import static dev.bbq.api.ErrorCode.UNROUTABLE;
import static dev.bbq.api.ExchangeType.DIRECT;
import static dev.bbq.api.ExchangeType.FANOUT;
import static dev.bbq.api.ExchangeType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.queue.Queue;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopologyRouteTest {

  private final TestStore store = new TestStore();
  private final Topology topology = new Topology(store, TopologyLimits.DEFAULT, new TestAlarms());

  @BeforeEach
  void setUp() {
    topology.declareQueue("q");
    topology.declareQueue("p");
  }

  private List<String> targets(String exchange, String key) {
    return topology.route(exchange, key) instanceof Route.To to
        ? Stream.of(to.queues()).map(Queue::name).sorted().toList()
        : List.of();
  }

  @Test
  void shouldRouteByTheDefaultExchangeToTheQueueThatTheKeyNames() {
    assertThat(targets("", "q")).containsExactly("q");
  }

  @Test
  void shouldRefuseAKeyThatNamesNoQueue() {
    assertThat(topology.route("", "r"))
        .isEqualTo(new Route.Refused(UNROUTABLE, "no such queue: exchange=, routingKey=r"));
  }

  @Test
  void shouldRefuseAnUnknownExchange() {
    assertThat(topology.route("x", "k"))
        .isEqualTo(new Route.Refused(UNKNOWN_EXCHANGE, "no such exchange: exchange=x"));
  }

  @Test
  void shouldRefuseWhatNoBindingMatches() {
    topology.declareExchange("x", DIRECT, false);
    topology.bind("q", "x", "k");

    assertThat(topology.route("x", "l"))
        .isEqualTo(new Route.Refused(UNROUTABLE, "no binding matches: exchange=x, routingKey=l"));
  }

  @Test
  void shouldDropWhatNoBindingMatchesWhereThatWasDeclared() {
    topology.declareExchange("x", DIRECT, true);

    assertThat(topology.route("x", "l"))
        .isEqualTo(new Route.Dropped(topology.exchanges().iterator().next()));
  }

  @Test
  void shouldRouteWhatABindingMatchesThoughTheExchangeDrops() {
    topology.declareExchange("x", DIRECT, true);
    topology.bind("q", "x", "k");

    assertThat(targets("x", "k")).containsExactly("q");
  }

  @Test
  void shouldRouteToAllQueuesOfAFanout() {
    topology.declareExchange("x", FANOUT, false);
    topology.bind("q", "x", "k");
    topology.bind("p", "x", "l");

    assertThat(targets("x", "whatever")).containsExactly("p", "q");
  }

  @Test
  void shouldRouteByPatternsOfATopic() {
    topology.declareExchange("x", TOPIC, false);
    topology.bind("q", "x", "a.#");
    topology.bind("q", "x", "*.b");
    topology.bind("p", "x", "a.c");

    assertThat(targets("x", "a.b")).containsExactly("q");
  }

  @Test
  void shouldCountWhatAnExchangeDropped() {
    topology.declareExchange("x", DIRECT, true);
    Exchange exchange = topology.exchanges().iterator().next();
    exchange.countDropped();
    exchange.countDropped();

    assertThat(exchange.status().dropped()).isEqualTo(2);
  }

  @Test
  void shouldMoveTheVersionOnWithEveryChange() {
    long version = topology.version();
    for (Runnable change :
        List.<Runnable>of(
            () -> topology.declareExchange("x", DIRECT, false),
            () -> topology.declareQueue("r"),
            () -> topology.bind("r", "x", "k"),
            () -> topology.unbind("r", "x", "k"),
            () -> topology.deleteExchange("x"),
            () -> topology.deleteQueue("r"))) {
      change.run();
      assertThat(topology.version()).isGreaterThan(version);
      version = topology.version();
    }
  }

  @Test
  void shouldKeepTheVersionWhenNothingChanges() {
    topology.declareExchange("x", DIRECT, false);
    topology.bind("q", "x", "k");
    long version = topology.version();
    topology.declareExchange("x", DIRECT, false);
    topology.declareQueue("q");
    topology.bind("q", "x", "k");
    topology.unbind("q", "x", "l");
    topology.deleteExchange("y");
    topology.deleteQueue("r");

    assertThat(topology.version()).isEqualTo(version);
  }

  @Test
  void shouldMoveTheVersionOnOnlyWhenADeclaredQueueIsThere() {
    Later creates = store.hold(Op.CREATE);
    long version = topology.version();
    topology.declareQueue("r");
    assertThat(topology.version()).isEqualTo(version);
    creates.runAll();

    assertThat(topology.version()).isGreaterThan(version);
  }

  @Test
  void shouldRefuseAKeyThatIsTooMuchWork() {
    topology.declareExchange("x", TOPIC, false);
    for (int i = 0; i < 1 << 10; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int bit = 0; bit < 10; bit++) {
        pattern.append((i >> bit & 1) == 0 ? "a." : "*.");
      }
      topology.bind("q", "x", pattern + "#");
    }

    assertThat(topology.route("x", "a.".repeat(126) + "a"))
        .isEqualTo(
            new Route.Refused(
                LIMIT_REACHED, "too many patterns match beginnings of the key: limit=16384"));
  }
}
