// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.BLOCKED;
import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;
import static dev.bbq.api.ErrorCode.SHUTTING_DOWN;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;
import static dev.bbq.api.ErrorCode.UNSUPPORTED_VERSION;
import static dev.bbq.core.connection.Wire.block;
import static dev.bbq.core.connection.Wire.blocks;
import static dev.bbq.core.connection.Wire.concat;
import static dev.bbq.core.connection.Wire.failures;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.ProofContent;
import dev.bbq.api.wire.Tag;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlStreamTest {

  private final TestBroker broker = new TestBroker("q");
  private final FakeConnection connection = broker.connect();

  private static byte[] hello(int min, int max) {
    return block(new Block.Hello(min, max, "test"));
  }

  private FakeStream welcomed() {
    FakeStream stream = connection.open(hello(1, 1));
    stream.output();
    return stream;
  }

  @Test
  void shouldWelcomeAClient() {
    assertThat(blocks(connection.open(hello(1, 1)).output()))
        .containsExactly(
            new Block.Welcome(
                1, "bbq/test", TestBroker.IDENTITY, TestBroker.MAX_MESSAGE_BYTES, 100, 8000));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 2", "0, 1", "0, 65535"})
  void shouldWelcomeAClientWithACommonVersion(int min, int max) {
    assertThat(blocks(connection.open(hello(min, max)).output()))
        .first()
        .isInstanceOf(Block.Welcome.class);
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "2, 9", "0, 0"})
  void shouldRefuseAClientWithoutACommonVersion(int min, int max) {
    FakeStream stream = connection.open(hello(min, max));

    assertThat(blocks(stream.output()))
        .containsExactly(
            new Block.Fail(
                UNSUPPORTED_VERSION,
                "no common version: client=%d-%d, broker=1".formatted(min, max)));
    assertThat(stream.finished).isTrue();
    assertThat(stream.stoppedWith).isEqualTo(UNSUPPORTED_VERSION);
  }

  @Test
  void shouldPassOverFieldsOfLaterVersionsInAHello() {
    byte[] payload = hello(1, 2);
    byte[] longer =
        Wire.block(Tag.HELO, concat(Arrays.copyOfRange(payload, 12, payload.length), new byte[9]));

    assertThat(blocks(connection.open(longer).output())).first().isInstanceOf(Block.Welcome.class);
  }

  @Test
  void shouldAnswerHeartbeatsInOrder() {
    FakeStream stream = welcomed();
    stream.send(block(new Block.Ping(7)), block(new Block.Ping(8)));

    assertThat(blocks(stream.output())).containsExactly(new Block.Pong(7), new Block.Pong(8));
  }

  @Test
  void shouldAnswerAHeartbeatRightBehindTheHello() {
    FakeStream stream = connection.open(concat(hello(1, 1), block(new Block.Ping(7))));

    assertThat(blocks(stream.output())).last().isEqualTo(new Block.Pong(7));
  }

  @Test
  void shouldEndOnASecondHello() {
    FakeStream stream = welcomed();
    stream.send(hello(1, 1));

    assertThat(failures(stream.output()))
        .containsExactly(new Block.Fail(UNEXPECTED_TAG, "tag not allowed now: tag=HELO"));
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldEndASecondControlStream() {
    welcomed();

    assertThat(failures(connection.open(hello(1, 1)).output()))
        .containsExactly(
            new Block.Fail(UNEXPECTED_TAG, "connection has a control stream already: tag=HELO"));
  }

  @Test
  void shouldEndOnABadHello() {
    FakeStream stream = connection.open(Wire.block(Tag.HELO, new byte[1]));

    assertThat(failures(stream.output()))
        .satisfiesExactly(fail -> assertThat(fail.code()).isEqualTo(MALFORMED_BLOCK));
    assertThat(stream.stoppedWith).isEqualTo(MALFORMED_BLOCK);
  }

  @Test
  void shouldEndOnATagOfAnotherKindOfStream() {
    FakeStream stream = welcomed();
    stream.send(Wire.send("q", "a"));

    assertThat(failures(stream.output()))
        .satisfiesExactly(fail -> assertThat(fail.code()).isEqualTo(UNEXPECTED_TAG));
  }

  @Test
  void shouldEndOnAProofThatNobodyHasAskedFor() {
    FakeStream stream = welcomed();
    Octets nonce = new Octets(new byte[ProofContent.NONCE_BYTES]);
    stream.send(block(new Block.Proof(nonce, "bbq", 0x0403, List.of(), Octets.NONE)));

    assertThat(failures(stream.output()))
        .satisfiesExactly(fail -> assertThat(fail.code()).isEqualTo(UNEXPECTED_TAG));
  }

  @Test
  void shouldEndItsOutputAfterTheEndOfTheInput() {
    assertThat(welcomed().finishInput().finished).isTrue();
  }

  @Test
  void shouldStopReadingWhileHeartbeatsAreNotRead() {
    FakeStream stream = welcomed();
    stream.clog();
    stream.send(block(new Block.Ping(1)));
    assertThat(stream.isPaused()).isTrue();
    stream.unclog();

    assertThat(stream.isPaused()).isFalse();
  }

  @Test
  void shouldSayGoodbye() {
    FakeStream stream = welcomed();
    broker.connections.drain("restart");
    connection.run();

    assertThat(blocks(stream.output()))
        .containsExactly(new Block.Goodbye(SHUTTING_DOWN, "restart"));
  }

  @Test
  void shouldSayGoodbyeRightBehindTheWelcomeWhenItShutsDown() {
    broker.connections.drain("restart");
    connection.run();

    assertThat(blocks(connection.open(hello(1, 1)).output()))
        .last()
        .isEqualTo(new Block.Goodbye(SHUTTING_DOWN, "restart"));
  }

  @Test
  void shouldTellThatPublishersHaveToWaitAndThatTheyMayGoOn() {
    FakeStream stream = welcomed();
    fillUp();
    fillUp();
    unblock();
    unblock();
    fillUp();

    assertThat(blocks(stream.output()))
        .containsExactly(blocked(), new Block.Unblocked(), blocked());
  }

  private static Block.Blocked blocked() {
    return new Block.Blocked(
        BLOCKED,
        "memory above the watermark: usedBytes=1001, watermarkBytes=1000, lowMarkBytes=800");
  }

  private void fillUp() {
    broker.usedBytes.set(1001);
    connection.open(Wire.send("q", "a")).resetByClient();
    connection.run();
  }

  private void unblock() {
    broker.usedBytes.set(0);
    broker.connections.sweep(100);
    connection.run();
  }

  @Test
  void shouldTellRightBehindTheWelcomeThatPublishersHaveToWait() {
    fillUp();

    assertThat(blocks(connection.open(hello(1, 1)).output()))
        .satisfiesExactly(
            welcome -> assertThat(welcome).isInstanceOf(Block.Welcome.class),
            news -> assertThat(news).isEqualTo(blocked()));
  }

  @Test
  void shouldTellAllConnections() {
    FakeConnection other = broker.connect();
    FakeStream stream = other.open(hello(1, 1));
    stream.output();
    fillUp();
    other.run();

    assertThat(blocks(stream.output())).containsExactly(blocked());
  }

  @Test
  void shouldTellHowThingsAreOnceTheClientReadsAgain() {
    FakeStream stream = welcomed();
    stream.clog();
    for (int i = 0; i < 5; i++) {
      fillUp();
      unblock();
    }
    fillUp();
    assertThat(stream.output()).isEmpty();
    stream.unclog();

    assertThat(blocks(stream.output())).containsExactly(blocked());
  }

  @Test
  void shouldNotTellAnythingBehindItsEnd() {
    FakeStream stream = welcomed().finishInput();
    fillUp();

    assertThat(stream.output()).isEmpty();
  }

  @Test
  void shouldNotTakeAPausedStreamForOneWithoutProgress() {
    FakeStream stream = welcomed();
    stream.clog();
    stream.send(block(new Block.Ping(1)), new byte[] {'P'});
    for (int i = 0; i < 5; i++) {
      broker.connections.sweep(1);
      connection.run();
    }

    assertThat(stream.resetWith).isNull();
  }
}
