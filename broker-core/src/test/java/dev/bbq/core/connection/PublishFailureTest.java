// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.CANCELLED;
import static dev.bbq.api.ErrorCode.INVALID_UTF8;
import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;
import static dev.bbq.api.ErrorCode.OUTCOME_UNKNOWN;
import static dev.bbq.api.ErrorCode.TOO_LARGE;
import static dev.bbq.api.ErrorCode.TRUNCATED_BLOCK;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;
import static dev.bbq.core.connection.Wire.kinds;
import static dev.bbq.core.connection.Wire.replies;
import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.ExchangeType;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores that fail, clients that break the protocol, and clients that go. */
class PublishFailureTest {

  private final TestBroker broker = new TestBroker("q", "p");
  private final FakeConnection connection = broker.connect();

  private static byte[] half(byte[] block) {
    return Arrays.copyOf(block, block.length / 2);
  }

  private void assertEnded(FakeStream stream, ErrorCode code, Integer... kinds) {
    byte[] output = stream.output();
    assertThat(kinds(output)).containsExactly(kinds);
    assertThat(Wire.last(replies(output)))
        .isInstanceOfSatisfying(
            Reply.Ended.class, ended -> assertThat(ended.code()).isEqualTo(code));
    assertThat(stream.finished).isTrue();
    assertThat(stream.stoppedWith).isEqualTo(code);
    assertThat(stream.resetWith).isNull();
  }

  // --- the store

  @Test
  void shouldSayThatTheOutcomeIsUnknownWhenTheStoreFails() {
    broker.store.failNext(Op.APPEND, 1);
    FakeStream stream = connection.open(send("q", "a"));

    assertThat(replies(stream.output()))
        .satisfiesExactly(
            reply ->
                assertThat(reply)
                    .isInstanceOfSatisfying(
                        Reply.Unknown.class,
                        unknown -> {
                          assertThat(unknown.code()).isEqualTo(OUTCOME_UNKNOWN);
                          assertThat(unknown.reason())
                              .startsWith("store failed: cause=")
                              .contains("told to fail: op=APPEND");
                        }));
  }

  @Test
  void shouldNotConfirmWhatTheStoreHasNotNumbered() {
    broker.store.answerAppends(firsts -> new long[0]);
    FakeStream stream = connection.open(send("q", "a"));
    broker.store.answerAppends(firsts -> null);
    stream.send(send("q", "b"));

    assertThat(kinds(stream.output())).containsExactly(3, 3);
    assertThat(broker.topology.deleteQueue("q")).isCompleted();
  }

  @Test
  void shouldStillRefuseInABatchThatFails() {
    broker.store.failNext(Op.APPEND, 1);
    FakeStream stream =
        connection.open(send("q", "a"), send("none", "b"), send("p", "c"), send("none", "d"));

    assertThat(kinds(stream.output())).containsExactly(3, 2, 3, 2);
  }

  @Test
  void shouldStillConfirmWhatIsDroppedInABatchThatFails() {
    broker.topology.declareExchange("x", ExchangeType.DIRECT, true);
    broker.store.failNext(Op.APPEND, 1);
    FakeStream stream = connection.open(send("q", "a"), send("x", "k", "b"));

    assertThat(kinds(stream.output())).containsExactly(3, 1);
  }

  @Test
  void shouldGoOnAfterTheStoreHasFailed() {
    broker.store.failNext(Op.APPEND, 1);
    FakeStream stream = connection.open(send("q", "a"));
    stream.send(send("q", "b"));

    assertThat(kinds(stream.output())).containsExactly(3, 1);
  }

  @Test
  void shouldLetGoOfReservationsWhenTheStoreFails() {
    broker.store.failNext(Op.APPEND, 1);
    connection.open(send("q", "a"));

    assertThat(broker.topology.deleteQueue("q")).isCompletedWithValue(0L);
  }

  // --- the protocol

  @Test
  void shouldSendEarlierRepliesBeforeAProtocolError() {
    FakeStream stream =
        connection.open(send("q", "a"), send("none", "b"), Wire.block(new Block.Ping(1)));

    assertEnded(stream, UNEXPECTED_TAG, 1, 2, 4);
  }

  @Test
  void shouldKeepNothingOfABadBlockNorOfWhatFollows() {
    FakeStream stream = connection.open(send("q", "a"), Wire.block(Tag.SEND, new byte[3]));
    stream.send(send("q", "b"));

    assertEnded(stream, MALFORMED_BLOCK, 1, 4);
    assertThat(broker.stored("q")).containsExactly("a");
  }

  @Test
  void shouldKeepNothingThatFollowsABadBlockInItsBurst() {
    connection.open(Wire.concat(Wire.block(Tag.SEND, new byte[3]), send("q", "b")));

    assertThat(broker.stored("q")).isEmpty();
  }

  @Test
  void shouldSendEarlierRepliesOfASlowStoreBeforeAProtocolError() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open(send("q", "a"));
    stream.send(send("none", "b"), send("q", "c"), Wire.block(Tag.SEND, new byte[3]));
    assertThat(stream.output()).isEmpty();
    assertThat(stream.finished).isFalse();
    appends.runAll();
    connection.run();

    assertEnded(stream, MALFORMED_BLOCK, 1, 2, 1, 4);
  }

  @Test
  void shouldSendItsLastRepliesAlsoWhenTheClientAnswersTheStop() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open(send("q", "a"), Wire.block(Tag.SEND, new byte[3]));
    stream.answerStop();
    appends.runAll();
    connection.run();

    assertEnded(stream, MALFORMED_BLOCK, 1, 4);
  }

  @Test
  void shouldEndWithAnErrorOnAFinWithinABlock() {
    FakeStream stream = connection.open(send("q", "a"), half(send("q", "b"))).finishInput();

    assertThat(replies(stream.output()))
        .containsExactly(
            new Reply.Confirmed(1), new Reply.Ended(TRUNCATED_BLOCK, "input ended within a block"));
    assertThat(stream.finished).isTrue();
    assertThat(broker.stored("q")).containsExactly("a");
  }

  @Test
  void shouldEndWithAnErrorOnATrailingByte() {
    byte[] payload = Wire.concat(Wire.payload("", "q", "a"), new byte[1]);

    assertEnded(connection.open(Wire.block(Tag.SEND, payload)), MALFORMED_BLOCK, 4);
  }

  @ParameterizedTest
  @ValueSource(longs = {TestBroker.MAX_MESSAGE_BYTES + 70_000, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void shouldEndWithAnErrorOnATotalOverTheLimit(long total) {
    byte[] header = ByteBuffer.allocate(12).putInt(Tag.SEND).putLong(total).array();

    assertEnded(connection.open(send("q", "a"), header), TOO_LARGE, 1, 4);
  }

  @Test
  void shouldEndWithAnErrorOnAMessageOverTheLimit() {
    String body = "x".repeat(TestBroker.MAX_MESSAGE_BYTES + 1);

    assertEnded(connection.open(send("q", body)), TOO_LARGE, 4);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void shouldEndWithAnErrorOnAFieldPastTheEnd(long length) {
    byte[] block = send("q", "a");
    ByteBuffer.wrap(block).putLong(block.length - 9, length);

    assertEnded(connection.open(block), MALFORMED_BLOCK, 4);
  }

  @Test
  void shouldEndWithAnErrorOnAKeyThatIsNoText() {
    byte[] block = send("q", "a");

    assertEnded(connection.open(Wire.with(block, block.length - 10, 0xff)), INVALID_UTF8, 4);
  }

  @Test
  void shouldEndWithAnErrorOnAnExchangeThatIsNoText() {
    byte[] block = send("x", "", "");

    assertEnded(connection.open(Wire.with(block, 20, 0xc3)), INVALID_UTF8, 4);
  }

  @Test
  void shouldLeaveOtherStreamsOfTheConnectionAlone() {
    FakeStream other = connection.open(send("q", "a"));
    connection.open(Wire.concat(send("q", "b"), Wire.block(Tag.SEND, new byte[3])));
    other.send(send("q", "c"));

    assertThat(kinds(other.output())).containsExactly(1, 1);
  }

  // --- clients that go

  @Test
  void shouldKeepWholeBlocksThatCameBeforeAReset() {
    FakeStream stream = connection.open();
    stream.data(send("q", "a"), half(send("q", "b")));
    stream.resetByClient();

    assertThat(broker.stored("q")).containsExactly("a");
    assertThat(stream.resetWith).isEqualTo(CANCELLED);
  }

  @Test
  void shouldLetGoOfReservationsOnAResetWithinABurst() {
    FakeStream stream = connection.open();
    stream.data(send("q", "a"), half(send("q", "b")));
    stream.resetByClient();

    assertThat(broker.topology.deleteQueue("q")).isCompletedWithValue(1L);
  }

  @Test
  void shouldLetGoOfReservationsOnAResetWhileTheStoreWorks() {
    Later appends = broker.store.hold(Op.APPEND);
    connection.open(send("q", "a")).resetByClient();
    var deleted = broker.topology.deleteQueue("q").toCompletableFuture();
    assertThat(deleted).isNotDone();
    appends.runAll();

    assertThat(deleted).isCompletedWithValue(1L);
  }

  @Test
  void shouldLetGoOfReservationsWhenTheConnectionIsLostWithinABurst() {
    connection.open().data(send("q", "a"));
    connection.lose();

    assertThat(broker.topology.deleteQueue("q")).isCompleted();
  }

  @Test
  void shouldTakeAStopForAReset() {
    FakeStream stream = connection.open(send("q", "a"));
    stream.stopByClient();

    assertThat(stream.stoppedWith).isEqualTo(CANCELLED);
  }

  @Test
  void shouldBearAnAnswerOfTheStoreAfterTheTransportHasEnded() {
    Later appends = broker.store.hold(Op.APPEND);
    connection.open(send("q", "a"));
    connection.lose();
    connection.endTransport();
    appends.runAll();

    assertThat(broker.stored("q")).containsExactly("a");
  }

  @Test
  void shouldSayThatTheOutcomeIsUnknownWhenTheStoreThrows() {
    broker.store.observe(
        op -> {
          throw new IllegalStateException("broken");
        });
    FakeStream stream = connection.open(send("q", "a"));

    assertThat(kinds(stream.output())).containsExactly(3);
    assertThat(broker.topology.queue("q").status().ready()).isZero();
  }
}
