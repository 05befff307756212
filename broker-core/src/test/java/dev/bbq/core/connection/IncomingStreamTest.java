// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.CANCELLED;
import static dev.bbq.api.ErrorCode.INTERNAL;
import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.api.ErrorCode.UNKNOWN_TAG;
import static dev.bbq.core.connection.Wire.send;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.wire.Block;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client's stream is, and when it is given up. */
class IncomingStreamTest {

  private static final int PATIENCE = 3;

  private final TestBroker broker = new TestBroker("q");
  private final FakeConnection connection = broker.connect();

  private void sweep(int times) {
    for (int i = 0; i < times; i++) {
      broker.connections.sweep(PATIENCE);
      connection.run();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 11, 12, 13})
  void shouldTakeABlockInTwoPieces(int first) {
    byte[] block = send("q", "a");
    FakeStream stream = connection.open();
    stream.send(Arrays.copyOf(block, first));
    stream.send(Arrays.copyOfRange(block, first, block.length));

    assertThat(stream.output()).containsExactly(1);
  }

  @Test
  void shouldTakeATagByteByByteWithinOneBurst() {
    byte[] block = send("q", "a");
    FakeStream stream = connection.open();
    for (int i = 0; i < block.length; i++) {
      stream.data(Arrays.copyOfRange(block, i, i + 1));
    }
    stream.readComplete();

    assertThat(stream.output()).containsExactly(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"XXXX", "send", "GBYE", "CRED", "PING", "DELV"})
  void shouldResetAStreamThatBeginsWithNoTagOfAKind(String tag) {
    FakeStream stream = connection.open(tag.getBytes(US_ASCII));

    assertThat(stream.resetWith).isEqualTo(UNKNOWN_TAG);
    assertThat(stream.stoppedWith).isEqualTo(UNKNOWN_TAG);
  }

  @Test
  void shouldServeOtherStreamsAfterAnUnknownTag() {
    connection.open("XXXX".getBytes(US_ASCII));

    assertThat(connection.open(send("q", "a")).output()).containsExactly(1);
  }

  @Test
  void shouldResetAStreamThatEndsBeforeItsTag() {
    FakeStream stream = connection.open("SE".getBytes(US_ASCII)).finishInput();

    assertThat(stream.resetWith).isEqualTo(UNKNOWN_TAG);
  }

  @Test
  void shouldEndAStreamThatIsResetBeforeItsTag() {
    FakeStream stream = connection.open("SE".getBytes(US_ASCII));
    stream.resetByClient();

    assertThat(stream.resetWith).isEqualTo(CANCELLED);
  }

  @Test
  void shouldEndAStreamThatIsStoppedBeforeItsTag() {
    FakeStream stream = connection.open("SE".getBytes(US_ASCII));
    stream.stopByClient();

    assertThat(stream.stoppedWith).isEqualTo(CANCELLED);
  }

  @Test
  void shouldBearTheLossOfAStreamBeforeItsTag() {
    connection.open();
    connection.lose();

    assertThat(broker.connections.count()).isZero();
  }

  @Test
  void shouldGiveUpAStreamThatSaysNothing() {
    FakeStream stream = connection.open();
    sweep(PATIENCE);

    assertThat(stream.resetWith).isEqualTo(NO_PROGRESS);
    assertThat(stream.stoppedWith).isEqualTo(NO_PROGRESS);
  }

  @Test
  void shouldGiveUpABlockWithoutProgress() {
    FakeStream stream = connection.open(Arrays.copyOf(send("q", "a"), 20));
    sweep(PATIENCE + 1); // the first sees how far it is

    assertThat(stream.resetWith).isEqualTo(NO_PROGRESS);
  }

  @Test
  void shouldHavePatience() {
    FakeStream stream = connection.open(Arrays.copyOf(send("q", "a"), 20));
    sweep(PATIENCE);

    assertThat(stream.resetWith).isNull();
  }

  @Test
  void shouldStartAnewWithEveryByte() {
    byte[] block = send("q", "a");
    FakeStream stream = connection.open();
    for (int i = 0; i < block.length; i++) {
      stream.send(Arrays.copyOfRange(block, i, i + 1));
      sweep(PATIENCE);
    }

    assertThat(stream.output()).containsExactly(1);
  }

  @Test
  void shouldLetAStreamBeSilentBetweenBlocks() {
    FakeStream stream = connection.open(send("q", "a"));
    sweep(10 * PATIENCE);
    stream.send(send("q", "b"));

    assertThat(stream.output()).containsExactly(1, 1);
  }

  @Test
  void shouldStartAnewWithEveryBlock() {
    byte[] begun = Arrays.copyOf(send("q", "a"), 20);
    FakeStream stream = connection.open(begun);
    sweep(PATIENCE);
    stream.send(Arrays.copyOfRange(send("q", "a"), 20, begun.length + 13));
    stream.send(begun);
    sweep(PATIENCE);

    assertThat(stream.resetWith).isNull();
  }

  @Test
  void shouldKeepNothingOfABlockThatIsGivenUp() {
    connection.open(Wire.concat(send("q", "a"), Arrays.copyOf(send("q", "b"), 20)));
    sweep(PATIENCE + 1);

    assertThat(broker.stored("q")).containsExactly("a");
  }

  @Test
  void shouldForgetStreamsThatHaveClosed() {
    for (int i = 0; i < 100; i++) {
      connection.open(send("q", "a")).close();
    }
    sweep(1);

    assertThat(connection.openHandlers()).isZero();
  }

  @Test
  void shouldNotTakeSweepsThatPileUpForPatience() {
    FakeStream stream = connection.open();
    for (int i = 0; i < 10 * PATIENCE; i++) {
      broker.connections.sweep(PATIENCE);
    }
    connection.run();

    assertThat(stream.resetWith).isNull();
  }

  @Test
  void shouldEndOnlyTheStreamThatAFaultOfOursHits() {
    FakeStream consumer = connection.open(Wire.block(new Block.Receive("q", 10, 1000)));
    FakeStream other = connection.open(send("q", "a"));
    consumer.breakOnce();
    consumer.send(Wire.block(new Block.Settle(Block.Outcome.ACK, 0, 99))); // has an answer
    other.send(send("q", "b"));

    assertThat(consumer.resetWith).isEqualTo(INTERNAL);
    assertThat(other.output()).containsExactly(1, 1);
  }

  @Test
  void shouldEndOnlyTheStreamThatAFaultOfOursHitsLater() {
    FakeStream consumer = connection.open(Wire.block(new Block.Receive("q", 10, 1000)));
    consumer.breakOnce();
    FakeStream other = connection.open(send("q", "a"));

    assertThat(consumer.resetWith).isEqualTo(INTERNAL);
    assertThat(other.send(send("q", "b")).output()).containsExactly(1, 1);
  }
}
