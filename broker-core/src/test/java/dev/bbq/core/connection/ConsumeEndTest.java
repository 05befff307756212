// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;
import static dev.bbq.api.ErrorCode.OUTCOME_UNKNOWN;
import static dev.bbq.api.ErrorCode.QUEUE_DELETED;
import static dev.bbq.api.ErrorCode.TRUNCATED_BLOCK;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;
import static dev.bbq.api.wire.Block.Outcome.ACK;
import static dev.bbq.core.connection.Wire.block;
import static dev.bbq.core.connection.Wire.blocks;
import static dev.bbq.core.connection.Wire.deliveries;
import static dev.bbq.core.connection.Wire.failures;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How consumers end. */
class ConsumeEndTest {

  private final TestBroker broker = new TestBroker("q");
  private final FakeConnection connection = broker.connect();
  private FakeStream stream;

  @BeforeEach
  void setUp() {
    broker.connect().open(Wire.send("q", "a"), Wire.send("q", "b"), Wire.send("q", "c"));
    stream = consume(connection, 2);
    stream.output();
  }

  private static FakeStream consume(FakeConnection by, long messages) {
    return by.open(block(new Block.Receive("q", messages, 1000)));
  }

  private static byte[] ack(long to) {
    return block(new Block.Settle(ACK, 0, to));
  }

  private String[] redelivered() {
    return deliveries(consume(broker.connect(), 10).output()).toArray(String[]::new);
  }

  // --- in good order

  @Test
  void shouldSayDoneAndEnd() {
    stream.send(ack(2)).finishInput();

    assertThat(Wire.last(blocks(stream.output()))).isEqualTo(new Block.Done());
    assertThat(stream.finished).isTrue();
    assertThat(stream.stoppedWith).isNull();
  }

  @Test
  void shouldSayDoneOnlyOnceTheSettlementsAreKept() {
    Later settles = broker.store.hold(Op.SETTLE);
    stream.send(ack(1)).finishInput();
    stream.output();
    assertThat(stream.finished).isFalse();
    settles.runAll();
    connection.run();

    assertThat(blocks(stream.output())).containsExactly(new Block.Done());
  }

  @Test
  void shouldWaitForTheSettlementsOfEarlierBursts() {
    Later settles = broker.store.hold(Op.SETTLE);
    stream.send(block(new Block.SetCredit(0, 0)), ack(1));
    stream.send(ack(2)).finishInput();
    settles.runLast();
    connection.run();
    assertThat(stream.finished).isFalse();
    settles.runAll();
    connection.run();

    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldNotSayDoneWhenASettlementWasNotKept() {
    broker.store.failNext(Op.SETTLE, 1);
    stream.send(block(new Block.SetCredit(0, 0)), ack(1));
    stream.send(ack(2)).finishInput();

    assertThat(failures(stream.output()))
        .satisfiesExactly(
            fail -> {
              assertThat(fail.code()).isEqualTo(OUTCOME_UNKNOWN);
              assertThat(fail.reason())
                  .startsWith("settlements may not have been kept: cause=")
                  .contains("told to fail: op=SETTLE");
            });
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldPutBackWhatIsUnsettledWithoutCountingAFailure() {
    stream.finishInput();

    assertThat(broker.store.log("q").records())
        .extracting(record -> record.failures())
        .containsOnly(0);
    assertThat(redelivered()).containsExactly("1:a+1", "2:b+1", "3:c");
  }

  @Test
  void shouldPushNothingMoreOnceTheClientHasEnded() {
    broker.store.hold(Op.SETTLE);
    stream.send(block(new Block.SetCredit(0, 0)), ack(1)).finishInput();
    stream.output();
    broker.connect().open(Wire.send("q", "d"));
    connection.run();

    assertThat(stream.output()).isEmpty();
  }

  // --- by loss

  @Test
  void shouldPutBackWhatIsUnsettledOnAReset() {
    stream.resetByClient();

    assertThat(broker.store.log("q").records())
        .extracting(record -> record.failures())
        .containsExactly(1, 1, 0);
    assertThat(redelivered()).containsExactly("1:a+1", "2:b+1", "3:c");
  }

  @Test
  void shouldPutBackWhatIsUnsettledOnAStop() {
    stream.stopByClient();

    assertThat(redelivered()).containsExactly("1:a+1", "2:b+1", "3:c");
  }

  @Test
  void shouldPutBackWhatIsUnsettledWhenTheConnectionIsLost() {
    connection.lose();

    assertThat(redelivered()).containsExactly("1:a+1", "2:b+1", "3:c");
  }

  @Test
  void shouldApplySettlementsThatCameBeforeALoss() {
    stream.data(ack(1));
    stream.resetByClient();

    assertThat(redelivered()).containsExactly("1:b+1", "2:c");
  }

  @Test
  void shouldNotMarkWhatWasNeverWritten() {
    FakeConnection other = broker.connect();
    FakeStream clogged = other.open();
    clogged.clog();
    clogged.send(block(new Block.Receive("q", 10, 1000)));
    clogged.resetByClient();

    assertThat(redelivered()).containsExactly("1:c");
  }

  @Test
  void shouldHaveNoConsumerLeftAfterALoss() {
    connection.lose();

    assertThat(broker.status("q").consumers()).isZero();
  }

  @Test
  void shouldBearALossAfterAnOrderlyEnd() {
    stream.finishInput();
    connection.lose();

    assertThat(broker.store.log("q").records())
        .extracting(record -> record.failures())
        .containsOnly(0);
  }

  // --- the queue goes

  @Test
  void shouldSayThatTheQueueWasDeleted() {
    broker.topology.deleteQueue("q");
    connection.run();

    assertThat(blocks(stream.output()))
        .containsExactly(new Block.Fail(QUEUE_DELETED, "queue was deleted"));
    assertThat(stream.finished).isTrue();
    assertThat(stream.stoppedWith).isEqualTo(QUEUE_DELETED);
  }

  @Test
  void shouldSayThatTheQueueWasDeletedBehindWhatIsNotReadYet() {
    String large = "x".repeat(300_000);
    broker.connect().open(Wire.send("q", large));
    FakeConnection other = broker.connect();
    FakeStream slow = other.open();
    slow.send(block(new Block.Receive("q", 1, 1)));
    slow.clog();
    slow.send(ack(1));
    broker.topology.deleteQueue("q");
    other.run();
    slow.answerStop();
    slow.unclog();

    assertThat(Wire.last(blocks(slow.output())))
        .isEqualTo(new Block.Fail(QUEUE_DELETED, "queue was deleted"));
  }

  @Test
  void shouldBearTheEndOfAConsumerWhoseQueueWasDeleted() {
    broker.topology.deleteQueue("q");
    connection.run();
    connection.lose();

    assertThat(broker.topology.queues()).isEmpty();
  }

  // --- by a protocol error

  private void assertViolation(ErrorCode code) {
    assertThat(Wire.last(blocks(stream.output())))
        .isInstanceOfSatisfying(Block.Fail.class, fail -> assertThat(fail.code()).isEqualTo(code));
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldEndOnATagOfAnotherKindOfStream() {
    stream.send(Wire.send("q", "x"));

    assertViolation(UNEXPECTED_TAG);
    assertThat(stream.stoppedWith).isEqualTo(UNEXPECTED_TAG);
  }

  @Test
  void shouldEndOnASecondReceive() {
    stream.send(block(new Block.Receive("q", 1, 1)));

    assertViolation(UNEXPECTED_TAG);
  }

  @Test
  void shouldEndOnAReceiveWithoutItsFields() {
    FakeStream other = connection.open(Wire.block(Tag.RECV, new byte[3]));

    assertThat(failures(other.output()))
        .satisfiesExactly(fail -> assertThat(fail.code()).isEqualTo(MALFORMED_BLOCK));
  }

  @Test
  void shouldEndOnAnOutcomeThatDoesNotExist() {
    stream.send(Wire.with(ack(1), 12, 5));

    assertViolation(MALFORMED_BLOCK);
  }

  @Test
  void shouldEndOnAFinWithinABlock() {
    stream.send(Arrays.copyOf(ack(1), 14)).finishInput();

    assertViolation(TRUNCATED_BLOCK);
  }

  @Test
  void shouldApplySettlementsBeforeAProtocolError() {
    stream.send(Wire.concat(ack(1), Wire.send("q", "x")));

    assertThat(redelivered()).containsExactly("1:b+1", "2:c");
  }

  @Test
  void shouldCountAProtocolErrorAsLoss() {
    stream.send(Wire.send("q", "x"));

    assertThat(broker.store.log("q").records())
        .extracting(record -> record.failures())
        .containsExactly(1, 1, 0);
  }
}
