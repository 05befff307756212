// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.api.ErrorCode.DECLARED_DIFFERENTLY;
import static dev.bbq.api.ErrorCode.INVALID_NAME;
import static dev.bbq.api.ErrorCode.LIMIT_REACHED;
import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ExchangeType.DIRECT;
import static dev.bbq.api.ExchangeType.FANOUT;
import static dev.bbq.api.ExchangeType.TOPIC;
import static dev.bbq.core.routing.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.core.testkit.Await;
import dev.bbq.core.testkit.TestAlarms;
import dev.bbq.core.testkit.TestStore;
import org.junit.jupiter.api.Test;

class TopologyExchangeTest {

  private static final String NOT_CHANGEABLE =
      "the default exchange can't be declared, deleted or bound: it routes to the queue that the"
          + " key names";

  private final Topology topology =
      new Topology(new TestStore(), new TopologyLimits(3, 3, 3), new TestAlarms());

  @Test
  void shouldListWhatIsDeclaredByName() {
    topology.declareExchange("b", DIRECT, false);
    topology.declareExchange("c", FANOUT, true);
    topology.declareExchange("a", TOPIC, false);

    assertThat(topology.exchanges()).extracting(Exchange::name).containsExactly("a", "b", "c");
  }

  @Test
  void shouldKeepHowItWasDeclared() {
    topology.declareExchange("x", TOPIC, true);

    Exchange exchange = topology.exchanges().iterator().next();
    assertThat(exchange.type()).isEqualTo(TOPIC);
    assertThat(exchange.dropUnroutable()).isTrue();
  }

  @Test
  void shouldTakeTheSameDeclarationTwice() {
    topology.declareExchange("x", TOPIC, true);
    topology.declareExchange("x", TOPIC, true);

    assertThat(topology.exchanges()).hasSize(1);
  }

  @Test
  void shouldKeepBindingsWhenTheSameIsDeclaredAgain() throws Exception {
    topology.declareExchange("x", DIRECT, false);
    Await.result(topology.declareQueue("q"));
    topology.bind("q", "x", "k");
    topology.declareExchange("x", DIRECT, false);

    assertThat(topology.route("x", "k")).isInstanceOf(Route.To.class);
  }

  @Test
  void shouldRefuseAnotherType() {
    topology.declareExchange("x", TOPIC, false);

    assertRefused(
        DECLARED_DIFFERENTLY,
        "exchange is there, but different: exchange=x, type=TOPIC, dropUnroutable=false,"
            + " wantedType=FANOUT, wantedDropUnroutable=false",
        () -> topology.declareExchange("x", FANOUT, false));
  }

  @Test
  void shouldRefuseAnotherWayWithWhatIsUnroutable() {
    topology.declareExchange("x", TOPIC, false);

    assertRefused(
        DECLARED_DIFFERENTLY,
        "exchange is there, but different: exchange=x, type=TOPIC, dropUnroutable=false,"
            + " wantedType=TOPIC, wantedDropUnroutable=true",
        () -> topology.declareExchange("x", TOPIC, true));
  }

  @Test
  void shouldRefuseToDeclareTheDefaultExchange() {
    assertRefused(NOT_ALLOWED, NOT_CHANGEABLE, () -> topology.declareExchange("", DIRECT, false));
  }

  @Test
  void shouldRefuseToDeleteTheDefaultExchange() {
    assertRefused(NOT_ALLOWED, NOT_CHANGEABLE, () -> topology.deleteExchange(""));
  }

  @Test
  void shouldRefuseANameThatIsTooLong() {
    assertRefused(
        INVALID_NAME,
        "invalid exchange: bytes=256, valid=1-255 bytes of UTF-8 without control characters",
        () -> topology.declareExchange("é".repeat(128), DIRECT, false));
  }

  @Test
  void shouldTakeTheLongestName() {
    topology.declareExchange("é".repeat(127) + "e", DIRECT, false);

    assertThat(topology.exchanges()).hasSize(1);
  }

  @Test
  void shouldRefuseANameWithControlCharacters() {
    assertRefused(
        INVALID_NAME,
        "invalid exchange: bytes=3, valid=1-255 bytes of UTF-8 without control characters",
        () -> topology.declareExchange("a\nb", DIRECT, false));
  }

  @Test
  void shouldRefuseMoreThanTheLimit() {
    for (String name : new String[] {"a", "b", "c"}) {
      topology.declareExchange(name, DIRECT, false);
    }

    assertRefused(
        LIMIT_REACHED,
        "too many exchanges: limit=3",
        () -> topology.declareExchange("d", DIRECT, false));
  }

  @Test
  void shouldTakeARepeatedDeclarationAtTheLimit() {
    for (String name : new String[] {"a", "b", "c", "c"}) {
      topology.declareExchange(name, DIRECT, false);
    }

    assertThat(topology.exchanges()).hasSize(3);
  }

  @Test
  void shouldHaveRoomAgainAfterADeletion() {
    for (String name : new String[] {"a", "b", "c"}) {
      topology.declareExchange(name, DIRECT, false);
    }
    topology.deleteExchange("a");
    topology.declareExchange("d", DIRECT, false);

    assertThat(topology.exchanges()).extracting(Exchange::name).containsExactly("b", "c", "d");
  }

  @Test
  void shouldNotMindTheDeletionOfWhatIsNotThere() {
    topology.deleteExchange("none");

    assertThat(topology.exchanges()).isEmpty();
  }

  @Test
  void shouldDeleteTheBindingsOfAnExchangeWithIt() throws Exception {
    topology.declareExchange("x", DIRECT, false);
    topology.declareExchange("y", DIRECT, false);
    Await.result(topology.declareQueue("q"));
    topology.bind("q", "x", "k");
    topology.bind("q", "y", "k");
    topology.deleteExchange("x");

    assertThat(topology.bindings()).containsExactly(new Binding("y", "q", "k"));
  }

  @Test
  void shouldHaveNoBindingsWhenItIsDeclaredAgain() throws Exception {
    topology.declareExchange("x", DIRECT, false);
    Await.result(topology.declareQueue("q"));
    topology.bind("q", "x", "k");
    topology.deleteExchange("x");
    topology.declareExchange("x", DIRECT, false);

    assertThat(topology.route("x", "k")).isInstanceOf(Route.Refused.class);
  }

  @Test
  void shouldDeclareAnotherTypeAfterADeletion() {
    topology.declareExchange("x", DIRECT, false);
    topology.deleteExchange("x");
    topology.declareExchange("x", FANOUT, false);

    assertThat(topology.exchanges()).extracting(Exchange::type).containsExactly(FANOUT);
  }
}
