// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.BLOCKED;
import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.api.ErrorCode.SHUTTING_DOWN;
import static dev.bbq.api.ErrorCode.TRUNCATED_BLOCK;
import static dev.bbq.core.connection.Wire.kinds;
import static dev.bbq.core.connection.Wire.replies;
import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Reply;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Publishers that have to wait for memory. */
class PublishWaitTest {

  private static final int ABOVE = 1001;
  private static final String THOUSAND = "x".repeat(1000);

  private final TestBroker broker = new TestBroker("q", "other");
  private final FakeConnection connection = broker.connect();

  private static Reply confirmed() {
    return new Reply.Confirmed(1);
  }

  private void free() {
    broker.usedBytes.set(0);
    broker.connections.sweep(100);
    connection.run();
  }

  // --- one stream

  @Test
  void shouldHoldMessagesAboveTheWatermark() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"), send("q", "b"));

    assertThat(stream.output()).isEmpty();
    assertThat(broker.stored("q")).isEmpty();
    assertThat(stream.isPaused()).isFalse();
  }

  @Test
  void shouldTakeThemInOrderWhenMemoryIsFree() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"), send("q", "b"));
    stream.send(send("q", "c"));
    free();

    assertThat(kinds(stream.output())).containsExactly(1, 1, 1);
    assertThat(broker.stored("q")).containsExactly("a", "b", "c");
  }

  @Test
  void shouldGoOnWaitingAboveTheLowMark() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    broker.usedBytes.set(801);
    stream.send(send("q", "b"));
    broker.connections.sweep(100);
    connection.run();

    assertThat(stream.output()).isEmpty();
  }

  @Test
  void shouldConfirmWhatCameBeforeTheWatermark() {
    FakeStream stream = connection.open();
    stream.data(send("q", "a"));
    broker.usedBytes.set(ABOVE);
    stream.send(send("q", "b"));

    assertThat(kinds(stream.output())).containsExactly(1);
    free();
    assertThat(kinds(stream.output())).containsExactly(1);
    assertThat(broker.stored("q")).containsExactly("a", "b");
  }

  @Test
  void shouldStopWhereTheWatermarkIsReachedAgain() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    FakeStream second = connection.open(send("q", "b"));
    broker.store.run(Op.APPEND, Runnable::run);
    broker.usedBytes.set(0);
    broker.store.run(
        Op.APPEND,
        append -> {
          broker.usedBytes.set(ABOVE);
          append.run();
        });
    broker.connections.sweep(100);
    connection.run();

    assertThat(kinds(stream.output())).containsExactly(1);
    assertThat(second.output()).isEmpty();
    free();
    assertThat(kinds(second.output())).containsExactly(1);
  }

  @Test
  void shouldRouteByTheTopologyOfThen() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    broker.topology.deleteQueue("q");
    free();

    assertThat(kinds(stream.output())).containsExactly(2);
  }

  @Test
  void shouldAnswerAllBeforeTheEnd() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a")).finishInput();
    assertThat(stream.finished).isFalse();
    free();

    assertThat(kinds(stream.output())).containsExactly(1);
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldAnswerAllBeforeTheErrorReply() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"), new byte[] {'S'}).finishInput();
    assertThat(stream.output()).isEmpty();
    free();

    assertThat(replies(stream.output()))
        .containsExactly(
            confirmed(), new Reply.Ended(TRUNCATED_BLOCK, "input ended within a block"));
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldWaitForItsClientToReadBeforeItGoesOn() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    stream.clog();
    free();
    assertThat(broker.stored("q")).isEmpty();
    stream.unclog();

    assertThat(kinds(stream.output())).containsExactly(1);
  }

  @Test
  void shouldGoOnBehindASlowStore() {
    String large = "x".repeat((1 << 20) - 10);
    TestBroker roomy = TestBroker.roomy("q");
    FakeConnection client = roomy.connect();
    roomy.usedBytes.set((1 << 30) + 1);
    FakeStream stream = client.open();
    for (int i = 0; i < 20; i++) {
      stream.send(send("q", large + i));
    }
    Later appends = roomy.store.hold(Op.APPEND);
    roomy.usedBytes.set(0);
    roomy.connections.sweep(100);
    client.run();
    assertThat(appends.size()).isLessThan(20);
    List<Integer> replies = new ArrayList<>();
    while (appends.size() > 0) {
      appends.runFirst();
      client.run();
      replies.addAll(kinds(stream.output()));
    }

    assertThat(replies).hasSize(20).containsOnly(1);
    assertThat(roomy.stored("q"))
        .containsExactlyElementsOf(IntStream.range(0, 20).mapToObj(i -> large + i).toList());
  }

  // --- bounds

  @Test
  void shouldRefuseWhatIsMoreThanAConnectionMayHold() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open();
    for (int i = 0; i < 5; i++) {
      stream.send(send("q", THOUSAND + i));
    }
    assertThat(stream.output()).isEmpty();
    free();

    assertThat(kinds(stream.output())).containsExactly(1, 1, 1, 2, 2);
  }

  @Test
  void shouldRefuseAtOnceWhereNothingOfTheStreamWaits() {
    broker.usedBytes.set(ABOVE);
    fill(connection);
    FakeStream stream = connection.open(send("q", THOUSAND));

    assertThat(replies(stream.output()))
        .containsExactly(
            new Reply.Refused(
                BLOCKED,
                "memory above the watermark, and too many messages wait: usedBytes=1001,"
                    + " watermarkBytes=1000, lowMarkBytes=800"));
  }

  private static FakeStream fill(FakeConnection with) {
    return with.open(send("q", THOUSAND), send("q", THOUSAND), send("q", THOUSAND));
  }

  @Test
  void shouldRefuseBehindARefusedMessageEvenIfThereIsRoom() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = fill(connection);
    stream.send(send("q", THOUSAND), send("q", "small"));
    free();

    assertThat(kinds(stream.output())).containsExactly(1, 1, 1, 2, 2);
    stream.send(send("q", "later"));
    assertThat(kinds(stream.output())).containsExactly(1);
  }

  @Test
  void shouldRefuseWhatIsMoreThanAllConnectionsMayHold() {
    broker.usedBytes.set(ABOVE);
    fill(broker.connect());
    fill(broker.connect());
    FakeStream stream = fill(connection);
    free();

    assertThat(kinds(stream.output())).containsExactly(1, 2, 2);
  }

  @Test
  void shouldHoldNextToNothingForWhatItRefuses() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = fill(connection);
    byte[] burst = Wire.concat(send("q", THOUSAND), send("q", THOUSAND), send("q", THOUSAND));
    for (int i = 0; i < 10_000; i++) {
      stream.send(burst);
    }
    stream.clog();
    free();
    assertThat(stream.output().length).isLessThan(2 << 20);
    List<Integer> replies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      stream.unclog();
      replies.addAll(kinds(stream.output()));
    }

    assertThat(replies).hasSize(30_003);
  }

  @Test
  void shouldMakeRoomWhenAStreamIsAborted() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = fill(connection);
    stream.resetByClient();

    assertThat(fill(connection).output()).isEmpty();
  }

  @Test
  void shouldMakeRoomWhenAConnectionIsLost() {
    broker.usedBytes.set(ABOVE);
    FakeConnection lost = broker.connect();
    fill(lost);
    fill(broker.connect());
    lost.lose();

    assertThat(fill(connection).output()).isEmpty();
  }

  @Test
  void shouldMakeRoomWhenMessagesAreTaken() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = fill(connection);
    free();
    stream.output();
    broker.usedBytes.set(ABOVE);
    stream.send(send("q", THOUSAND), send("q", THOUSAND), send("q", THOUSAND));

    assertThat(stream.output()).isEmpty();
  }

  // --- incomplete blocks

  @Test
  void shouldCountAnIncompleteBlockAsMemory() {
    FakeStream incomplete = connection.open(Arrays.copyOf(send("q", "x".repeat(1 << 20)), 5000));
    FakeStream stream = connection.open(send("q", "a"));
    assertThat(stream.output()).isNotEmpty();
    incomplete.resetByClient();
    stream.send(send("q", "a"));

    assertThat(kinds(stream.output())).contains(1);
  }

  @Test
  void shouldHoldABlockThatBecomesCompleteAboveTheWatermark() {
    byte[] block = send("q", "x".repeat(900));
    FakeStream stream = connection.open(Arrays.copyOf(block, 500));
    broker.usedBytes.set(ABOVE);
    stream.send(Arrays.copyOfRange(block, 500, 600));
    stream.send(Arrays.copyOfRange(block, 600, block.length), send("q", "b"));
    free();

    assertThat(kinds(stream.output())).containsExactly(1, 1);
    assertThat(broker.stored("q")).hasSize(2);
  }

  @Test
  void shouldLetGoOfAnIncompleteBlockThatIsTooMuchBesideThoseThatWait() {
    byte[] block = send("q", "x".repeat(10_000));
    FakeStream stream = connection.open(Arrays.copyOf(block, 5000));
    broker.usedBytes.set(ABOVE);
    stream.send(Arrays.copyOfRange(block, 5000, 6000));
    free();
    stream.send(Arrays.copyOfRange(block, 6000, block.length), send("q", "b"));

    assertThat(kinds(stream.output())).containsExactly(2, 1);
    assertThat(broker.stored("q")).containsExactly("b");
  }

  @Test
  void shouldRefuseAnIncompleteBlockItLetGoOfInItsTurn() {
    byte[] block = send("q", "x".repeat(10_000));
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    stream.send(Arrays.copyOf(block, 6000));
    stream.send(Arrays.copyOfRange(block, 6000, block.length));
    assertThat(stream.output()).isEmpty();
    free();

    assertThat(kinds(stream.output())).containsExactly(1, 2);
  }

  @Test
  void shouldLetGoOfAnIncompleteBlockThatIsTooMuchThoughItsStreamIsPaused() {
    TestBroker large = new TestBroker(new MemoryMarks(100_000, 80_000, 16_000), 4000, "q");
    FakeConnection client = large.connect();
    byte[] block = send("q", "x".repeat(10_000));
    FakeStream paused = client.open();
    paused.clog();
    paused.send(send("q", "a"), Arrays.copyOf(block, 5000));
    assertThat(paused.isPaused()).isTrue();
    large.usedBytes.set(95_000);
    FakeConnection other = large.connect();
    FakeStream stream = other.open(send("q", "b"));
    client.run();
    large.usedBytes.set(75_000);
    large.connections.sweep(100);
    other.run();

    assertThat(kinds(stream.output())).containsExactly(1);
    paused.unclog();
    paused.send(Arrays.copyOfRange(block, 5000, block.length));
    assertThat(kinds(paused.output())).containsExactly(1, 2);
  }

  @Test
  void shouldCountABlockThatIsToWaitOnce() {
    byte[] block = send("q", "x".repeat(3000));
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(Arrays.copyOf(block, 500));
    stream.send(Arrays.copyOfRange(block, 500, block.length));
    free();

    assertThat(kinds(stream.output())).containsExactly(1);
  }

  @Test
  void shouldCountABlockThatIsToWaitBehindOthersOnce() {
    byte[] block = send("q", "x".repeat(3000));
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    stream.send(Arrays.copyOf(block, 500));
    stream.send(Arrays.copyOfRange(block, 500, block.length));
    free();

    assertThat(kinds(stream.output())).containsExactly(1, 1);
  }

  // --- replies that are not read

  @Test
  void shouldGiveUpAStreamWhoseMessagesWaitForItsClientToRead() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = fill(connection);
    stream.clog();
    sweep(4);

    assertThat(stream.resetWith).isEqualTo(NO_PROGRESS);
    assertThat(fill(connection).output()).isEmpty();
  }

  @Test
  void shouldHavePatienceWithAStreamWhoseRepliesAreReadBitByBit() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = fill(connection);
    for (int i = 0; i < 5; i++) {
      stream.clog();
      sweep(2);
      stream.unclog();
      sweep(1);
    }

    assertThat(stream.resetWith).isNull();
  }

  private void sweep(int times) {
    for (int i = 0; i < times; i++) {
      broker.connections.sweep(3);
      connection.run();
    }
  }

  // --- who notices

  @Test
  void shouldGoOnWhenConsumersHaveSettled() {
    FakeStream consumer = connection.open(Wire.block(new Block.Receive("other", 10, 10_000)));
    connection.open(send("other", "m"));
    connection.run();
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    broker.usedBytes.set(0);
    consumer.send(Wire.block(new Block.Settle(Block.Outcome.ACK, 1, 1)));

    assertThat(kinds(stream.output())).containsExactly(1);
  }

  @Test
  void shouldGoOnOnceASlowStoreHasSettled() {
    FakeStream consumer = connection.open(Wire.block(new Block.Receive("other", 10, 10_000)));
    connection.open(send("other", "m"));
    connection.run();
    Later settlements = broker.store.hold(Op.SETTLE);
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    consumer.send(Wire.block(new Block.Settle(Block.Outcome.ACK, 1, 1)));
    broker.usedBytes.set(0);
    assertThat(stream.output()).isEmpty();
    settlements.runAll();
    connection.run();

    assertThat(kinds(stream.output())).containsExactly(1);
  }

  @Test
  void shouldGoOnWhenAQueueIsPurged() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = connection.open(send("q", "a"));
    broker.usedBytes.set(0);
    connection.open(Wire.block(new Block.Purge("other")));

    assertThat(kinds(stream.output())).containsExactly(1);
  }

  @Test
  void shouldGoOnOnAllConnections() {
    broker.usedBytes.set(ABOVE);
    FakeConnection other = broker.connect();
    FakeStream stream = other.open(send("q", "a"));
    free();
    other.run();

    assertThat(kinds(stream.output())).containsExactly(1);
  }

  // --- shutdown

  @Test
  void shouldRefuseWhatWaitsWhenTheBrokerShutsDown() {
    broker.usedBytes.set(ABOVE);
    FakeStream stream = fill(connection);
    stream.send(send("q", THOUSAND));
    broker.connections.drain("bye");
    connection.run();

    assertThat(replies(stream.output()))
        .hasSize(4)
        .containsOnly(new Reply.Refused(SHUTTING_DOWN, "broker is shutting down"));
    assertThat(connection.closedWith).isNull();
  }
}
