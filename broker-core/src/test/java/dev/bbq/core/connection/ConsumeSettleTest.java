// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.UNKNOWN_DELIVERY;
import static dev.bbq.api.wire.Block.Outcome.ACK;
import static dev.bbq.api.wire.Block.Outcome.NACK;
import static dev.bbq.api.wire.Block.Outcome.REJECT;
import static dev.bbq.api.wire.Block.Outcome.REQUEUE;
import static dev.bbq.core.connection.Wire.block;
import static dev.bbq.core.connection.Wire.deliveries;
import static dev.bbq.core.connection.Wire.failures;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.wire.Block;
import dev.bbq.core.testkit.TestStore.Op;
import org.junit.jupiter.api.Test;

/** What clients say about deliveries. */
class ConsumeSettleTest {

  private final TestBroker broker = new TestBroker("q");
  private final FakeConnection publisher = broker.connect();
  private final FakeConnection connection = broker.connect();

  private void publish(String... bodies) {
    for (String body : bodies) {
      publisher.open(Wire.send("q", body));
    }
    connection.run();
  }

  private FakeStream consume(long messages) {
    return connection.open(block(new Block.Receive("q", messages, 1000)));
  }

  private static byte[] settle(Block.Outcome outcome, long from, long to) {
    return block(new Block.Settle(outcome, from, to));
  }

  @Test
  void shouldForgetWhatIsAcked() {
    publish("a", "b", "c");
    consume(10).send(settle(ACK, 2, 2));

    assertThat(broker.stored("q")).containsExactly("a", "c");
  }

  @Test
  void shouldForgetAllUpToACumulativeAck() {
    publish("a", "b", "c");
    consume(10).send(settle(ACK, 0, 2));

    assertThat(broker.stored("q")).containsExactly("c");
  }

  @Test
  void shouldNotAnswerAGoodSettlement() {
    publish("a");
    FakeStream stream = consume(10);
    stream.output();
    stream.send(settle(ACK, 0, 1));

    assertThat(stream.output()).isEmpty();
  }

  @Test
  void shouldPushMoreWhenSettlingMakesRoom() {
    publish("a", "b", "c");
    FakeStream stream = consume(2);
    stream.send(settle(ACK, 0, 2));

    assertThat(deliveries(stream.output())).containsExactly("1:a", "2:b", "3:c");
  }

  @Test
  void shouldTellTheStoreOncePerBurst() {
    publish("a", "b", "c");
    consume(10).send(settle(ACK, 1, 1), settle(ACK, 3, 3), settle(REJECT, 2, 2));

    assertThat(broker.store.calls(Op.SETTLE)).isEqualTo(1);
  }

  @Test
  void shouldPushARequeuedMessageAgainMarked() {
    publish("a");
    FakeStream stream = consume(10);
    stream.send(settle(REQUEUE, 1, 1));

    assertThat(deliveries(stream.output())).containsExactly("1:a", "2:a+1");
  }

  @Test
  void shouldCountTheFailureOfANackedMessage() {
    publish("a");
    consume(10).send(settle(NACK, 1, 1));

    assertThat(broker.store.log("q").records().get(0).failures()).isEqualTo(1);
  }

  @Test
  void shouldForgetARejectedMessage() {
    publish("a", "b");
    consume(10).send(settle(REJECT, 1, 1));

    assertThat(broker.stored("q")).containsExactly("b");
  }

  @Test
  void shouldComplainAboutASettlementOfWhatWasNeverDeliveredAndGoOn() {
    publish("a");
    FakeStream stream = consume(10);
    stream.send(settle(ACK, 0, 2), settle(ACK, 0, 1));

    assertThat(failures(stream.output()))
        .containsExactly(
            new Block.Fail(UNKNOWN_DELIVERY, "no such unsettled delivery: from=0, to=2"));
    assertThat(broker.stored("q")).isEmpty();
  }

  @Test
  void shouldComplainAboutASecondSettlement() {
    publish("a", "b");
    FakeStream stream = consume(10);
    stream.send(settle(ACK, 1, 1), settle(ACK, 1, 1));

    assertThat(failures(stream.output())).hasSize(1);
  }

  @Test
  void shouldComplainAboutASettlementOnAnotherStream() {
    publish("a");
    consume(10);
    FakeStream other = consume(10);
    other.send(settle(ACK, 1, 1));

    assertThat(failures(other.output())).hasSize(1);
    assertThat(broker.stored("q")).containsExactly("a");
  }

  @Test
  void shouldTakeSettlementsWhileDeliveriesAreNotRead() {
    publish("a");
    FakeStream stream = consume(10);
    stream.clog();
    stream.send(settle(ACK, 0, 1));

    assertThat(broker.stored("q")).isEmpty();
  }

  @Test
  void shouldStopReadingWhenItsComplaintsAreNotRead() {
    FakeStream stream = consume(10);
    stream.clog();
    for (int i = 0; i < 200; i++) {
      stream.send(settle(ACK, 0, 9));
    }

    assertThat(stream.isPaused()).isTrue();
    stream.unclog();
    assertThat(failures(stream.output())).hasSize(200);
  }

  @Test
  void shouldNackTwiceInOneBurst() {
    publish("a");
    FakeStream stream = consume(10);
    stream.data(settle(NACK, 1, 1));
    publish("b"); // brings the queue on while the burst is not over
    stream.data(settle(NACK, 2, 2));
    stream.readComplete();
    connection.run();

    assertThat(broker.store.log("q").records().get(0).failures()).isEqualTo(2);
  }
}
