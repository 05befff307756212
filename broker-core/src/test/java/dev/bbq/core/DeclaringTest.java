// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bbq.api.ExchangeType;
import dev.bbq.core.routing.Binding;
import dev.bbq.core.routing.Topology;
import dev.bbq.core.routing.TopologyLimits;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclaringTest {

  private final TestStore store = new TestStore();
  private final Topology topology =
      new Topology(store, new TopologyLimits(10, 2, 10), new TestAlarms());
  private final Declaring declaring = new Declaring(topology);

  private static Declarations.Exchange exchange(ExchangeType type) {
    return new Declarations.Exchange("orders", type, false);
  }

  private static Declarations of(
      List<Declarations.Exchange> exchanges, String queue, Declarations.Binding... bindings) {
    return new Declarations(exchanges, List.of(new Declarations.Queue(queue)), List.of(bindings));
  }

  private static Declarations whole() {
    return of(
        List.of(exchange(ExchangeType.TOPIC)),
        "fresh",
        new Declarations.Binding("fresh", "orders", "eu.#"));
  }

  @Test
  void shouldDeclareExchangesQueuesAndBindings() {
    declaring.all(whole());

    assertThat(topology.exchanges()).singleElement().matches(x -> x.name().equals("orders"));
    assertThat(store.has("fresh")).isTrue();
    assertThat(topology.bindings()).containsExactly(new Binding("orders", "fresh", "eu.#"));
  }

  @Test
  void shouldLeaveAloneWhatIsThereAlready() {
    declaring.all(whole());
    declaring.all(whole());

    assertThat(topology.bindings()).hasSize(1);
    assertThat(store.calls(Op.CREATE)).isEqualTo(1);
  }

  @Test
  void shouldBindWhatWasThereBefore() {
    declaring.all(of(List.of(exchange(ExchangeType.DIRECT)), "old"));
    declaring.all(of(List.of(), "new", new Declarations.Binding("old", "orders", "k")));

    assertThat(topology.bindings()).containsExactly(new Binding("orders", "old", "k"));
  }

  @Test
  void shouldNameAnExchangeThatIsThereButDiffers() {
    declaring.all(whole());

    assertRefused(
        of(List.of(exchange(ExchangeType.FANOUT)), "fresh"),
        "exchange=orders",
        "exchange is there, but different");
  }

  @Test
  void shouldNameABindingThatHasNoExchange() {
    assertRefused(
        of(List.of(), "q", new Declarations.Binding("q", "none", "k")),
        "queue=q, exchange=none, key=k",
        "no such exchange: exchange=none");
  }

  @Test
  void shouldNameABindingThatHasNoQueue() {
    assertRefused(
        of(
            List.of(exchange(ExchangeType.DIRECT)),
            "q",
            new Declarations.Binding("none", "orders", "k")),
        "queue=none, exchange=orders, key=k",
        "no such queue: queue=none");
  }

  @Test
  void shouldNameAQueueThatIsOneTooMany() {
    declaring.all(of(List.of(), "one"));
    declaring.all(of(List.of(), "two"));

    assertRefused(of(List.of(), "three"), "queue=three", "too many queues: limit=2");
  }

  @Test
  void shouldNameAQueueThatTheStoreCantMake() {
    store.failNext(Op.CREATE, 1);

    assertRefused(of(List.of(), "q"), "queue=q", "told to fail: op=CREATE");
  }

  @Test
  void shouldNameAQueueAtWhichTheStoreThrows() {
    store.throwNext(Op.CREATE, 1);

    assertRefused(of(List.of(), "q"), "queue=q", "told to throw: op=CREATE");
  }

  @Test
  void shouldKeepWhatItHasDeclaredBeforeAFailure() {
    assertRefused(
        of(List.of(), "q", new Declarations.Binding("q", "none", "k")), "queue=q", "no such");

    assertThat(topology.queueCount()).isEqualTo(1);
  }

  private void assertRefused(Declarations wanted, String what, String reason) {
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> declaring.all(wanted))
        .withMessageStartingWith("can't declare at start: " + what)
        .withMessageContaining("reason=" + reason);
  }
}
