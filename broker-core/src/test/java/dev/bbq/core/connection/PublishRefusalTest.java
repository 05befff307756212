// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.INVALID_NAME;
import static dev.bbq.api.ErrorCode.INVALID_PROPERTIES;
import static dev.bbq.api.ErrorCode.QUEUE_DELETED;
import static dev.bbq.core.connection.Wire.replies;
import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.Reply;
import dev.bbq.core.testkit.TestStore.Op;
import org.junit.jupiter.api.Test;

/** Sound blocks that are refused. */
class PublishRefusalTest {

  private final TestBroker broker = new TestBroker("q", "p");
  private final FakeConnection connection = broker.connect();

  private static Reply confirmed() {
    return new Reply.Confirmed(1);
  }

  @Test
  void shouldKeepNothingOfWhatItRefuses() {
    connection.open(send("x", "q", "a"), send("r", "b"));

    assertThat(broker.store.calls(Op.APPEND)).isZero();
  }

  @Test
  void shouldRefuseForAllQueuesWhenOneIsBeingDeleted() {
    broker.topology.declareExchange("x", ExchangeType.FANOUT, false);
    broker.topology.bind("q", "x", "");
    broker.topology.bind("p", "x", "");
    broker.topology.queue("p").delete();
    FakeStream stream = connection.open(send("x", "k", "a"), send("q", "b"));

    assertThat(replies(stream.output()))
        .containsExactly(
            new Reply.Refused(QUEUE_DELETED, "a matched queue is being deleted: publish again"),
            confirmed());
    assertThat(broker.stored("q")).containsExactly("b");
  }

  @Test
  void shouldLetGoOfReservationsForWhatItRefused() {
    broker.topology.declareExchange("x", ExchangeType.FANOUT, false);
    broker.topology.bind("q", "x", "");
    broker.topology.bind("p", "x", "");
    broker.topology.queue("p").delete();
    connection.open(send("x", "k", "a"));

    assertThat(broker.topology.deleteQueue("q")).isCompleted();
  }

  @Test
  void shouldCarrySoundProperties() {
    byte[] properties =
        PropertiesCodec.encode(MessageProperties.builder().messageId("m-1").build());
    FakeStream stream = connection.open(Wire.sendWith(properties, "q", "a"));

    assertThat(stream.output()).containsExactly(1);
  }

  @Test
  void shouldRefuseBadPropertiesAndGoOn() {
    FakeStream stream = connection.open(Wire.sendWith(new byte[] {1, 2, 3}, "q", "a"));
    stream.send(send("q", "b"));

    assertThat(replies(stream.output()))
        .satisfiesExactly(
            refused ->
                assertThat(refused)
                    .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        r -> assertThat(r.code()).isEqualTo(INVALID_PROPERTIES)),
            reply -> assertThat(reply).isEqualTo(confirmed()));
    assertThat(broker.stored("q")).containsExactly("b");
  }

  @Test
  void shouldRefuseAKeyThatIsTooLongAndGoOn() {
    FakeStream stream = connection.open(send("k".repeat(256), "a"), send("q", "b"));

    assertThat(replies(stream.output()))
        .containsExactly(
            new Reply.Refused(
                INVALID_NAME,
                "exchange or routing key too long: exchangeBytes=0, routingKeyBytes=256,"
                    + " limit=255"),
            confirmed());
  }

  @Test
  void shouldRefuseAKeyWithControlCharactersAndGoOn() {
    FakeStream stream = connection.open(send("q\n", "a"), send("q", "b"));

    assertThat(replies(stream.output()))
        .containsExactly(
            new Reply.Refused(
                INVALID_NAME,
                "exchange or routing key has control characters: exchangeBytes=0,"
                    + " routingKeyBytes=2, limit=255"),
            confirmed());
  }
}
