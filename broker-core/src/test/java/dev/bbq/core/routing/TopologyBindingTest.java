// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.api.ErrorCode.INVALID_NAME;
import static dev.bbq.api.ErrorCode.LIMIT_REACHED;
import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.UNKNOWN_EXCHANGE;
import static dev.bbq.api.ErrorCode.UNKNOWN_QUEUE;
import static dev.bbq.api.ExchangeType.DIRECT;
import static dev.bbq.api.ExchangeType.TOPIC;
import static dev.bbq.core.routing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TopologyBindingTest {

  private static final String NOT_CHANGEABLE =
      "the default exchange can't be declared, deleted or bound: it routes to the queue that the"
          + " key names";

  private final Topology topology =
      new Topology(new TestStore(), new TopologyLimits(3, 3, 3), new TestAlarms());

  @BeforeEach
  void setUp() {
    topology.declareExchange("x", DIRECT, false);
    topology.declareExchange("t", TOPIC, false);
    topology.declareQueue("q");
    topology.declareQueue("p");
  }

  @Test
  void shouldListBindingsByExchangeQueueAndKey() {
    topology.bind("q", "x", "k");
    topology.bind("p", "x", "l");
    topology.bind("q", "t", "k");

    assertThat(topology.bindings())
        .containsExactly(
            new Binding("t", "q", "k"), new Binding("x", "p", "l"), new Binding("x", "q", "k"));
  }

  @Test
  void shouldTakeTheSameBindingTwice() {
    topology.bind("q", "x", "k");
    topology.bind("q", "x", "k");

    assertThat(topology.bindings()).hasSize(1);
  }

  @Test
  void shouldTakeOneUnbindForABindingMadeTwice() {
    topology.bind("q", "x", "k");
    topology.bind("q", "x", "k");
    topology.unbind("q", "x", "k");

    assertThat(topology.route("x", "k")).isInstanceOf(Route.Refused.class);
  }

  @Test
  void shouldTakeTheEmptyKey() {
    topology.bind("q", "x", "");

    assertThat(topology.route("x", "")).isInstanceOf(Route.To.class);
  }

  @Test
  void shouldRefuseAnUnknownExchange() {
    assertRefused(
        UNKNOWN_EXCHANGE, "no such exchange: exchange=y", () -> topology.bind("q", "y", "k"));
  }

  @Test
  void shouldRefuseAnUnknownQueue() {
    assertRefused(UNKNOWN_QUEUE, "no such queue: queue=r", () -> topology.bind("r", "x", "k"));
  }

  @Test
  void shouldRefuseToBindTheDefaultExchange() {
    assertRefused(NOT_ALLOWED, NOT_CHANGEABLE, () -> topology.bind("q", "", "q"));
  }

  @Test
  void shouldRefuseToUnbindTheDefaultExchange() {
    assertRefused(NOT_ALLOWED, NOT_CHANGEABLE, () -> topology.unbind("q", "", "q"));
  }

  @Test
  void shouldRefuseAKeyThatIsTooLong() {
    assertRefused(
        INVALID_NAME,
        "invalid routing key: bytes=256, valid=up to 255 bytes of UTF-8 without control characters",
        () -> topology.bind("q", "x", "k".repeat(256)));
  }

  @Test
  void shouldRefuseMoreThanTheLimit() {
    topology.bind("q", "x", "a");
    topology.bind("q", "x", "b");
    topology.bind("q", "x", "c");

    assertRefused(LIMIT_REACHED, "too many bindings: limit=3", () -> topology.bind("q", "x", "d"));
  }

  @Test
  void shouldTakeARepeatedBindingAtTheLimit() {
    topology.bind("q", "x", "a");
    topology.bind("q", "x", "b");
    topology.bind("q", "x", "c");
    topology.bind("q", "x", "c");

    assertThat(topology.bindings()).hasSize(3);
  }

  @Test
  void shouldHaveRoomAgainAfterAnUnbind() {
    topology.bind("q", "x", "a");
    topology.bind("q", "x", "b");
    topology.bind("q", "x", "c");
    topology.unbind("q", "x", "a");
    topology.bind("q", "x", "d");

    assertThat(topology.bindings()).hasSize(3);
  }

  @Test
  void shouldTakeAwayOnlyTheBindingThatIsNamed() {
    topology.bind("q", "x", "k");
    topology.bind("p", "x", "k");
    topology.unbind("q", "x", "k");

    assertThat(topology.bindings()).containsExactly(new Binding("x", "p", "k"));
  }

  @Test
  void shouldNotMindAnUnbindOfWhatIsNotThere() {
    topology.bind("q", "x", "k");
    topology.unbind("q", "x", "l");
    topology.unbind("q", "y", "k");
    topology.unbind("r", "x", "k");

    assertThat(topology.bindings()).hasSize(1);
  }

  @Test
  void shouldNotTakeAQueueForAnotherThatBeginsLikeIt() {
    topology.declareQueue("qq");
    topology.bind("q", "x", "k");
    topology.bind("qq", "x", "k");
    topology.deleteQueue("q");

    assertThat(topology.bindings()).containsExactly(new Binding("x", "qq", "k"));
  }

  @Test
  void shouldNotTakeAnExchangeForAnotherThatBeginsLikeIt() {
    topology.declareExchange("xx", DIRECT, false);
    topology.bind("q", "x", "k");
    topology.bind("q", "xx", "k");
    topology.deleteExchange("x");

    assertThat(topology.bindings()).containsExactly(new Binding("xx", "q", "k"));
  }

  @Test
  void shouldRefuseMoreWordsInPatternsThanItsLimit() {
    topology.bind("q", "t", "a.b.c.d.e.f.g.h.i.j.k.l");
    topology.bind("q", "t", "a.b.c.x.y.z");

    assertRefused(
        LIMIT_REACHED,
        "too many words in patterns: limit=15",
        () -> topology.bind("p", "t", "a.b.#"));
    topology.bind("p", "t", "a.b.c.x.y");
  }

  @Test
  void shouldTakeWordsAgainOnceOthersAreUnbound() {
    String longest = "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o";
    topology.bind("q", "t", longest);
    topology.unbind("q", "t", longest);
    topology.bind("q", "t", "z." + longest.substring(0, 27));
    topology.deleteExchange("t");
    topology.declareExchange("t", TOPIC, false);
    topology.bind("q", "t", longest);
    topology.deleteQueue("q");
    topology.bind("p", "t", longest);

    assertThat(topology.route("t", longest)).isInstanceOf(Route.To.class);
  }
}
