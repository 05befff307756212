// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.core.connection.Wire.kinds;
import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ExchangeType;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Publishers that send faster than the broker can or should take it. */
class PublishPaceTest {

  private static final String LARGE = "x".repeat(1 << 20);

  private final TestBroker broker = TestBroker.roomy("q");
  private final FakeConnection connection = broker.connect();

  @Test
  void shouldStopReadingWhileItsRepliesAreNotRead() {
    FakeStream stream = connection.open();
    stream.clog();
    stream.send(send("q", "a"));

    assertThat(stream.isPaused()).isTrue();
  }

  @Test
  void shouldReadOnOnceItsRepliesAreRead() {
    FakeStream stream = connection.open();
    stream.clog();
    stream.send(send("q", "a"));
    stream.send(send("q", "b"));
    assertThat(broker.stored("q")).containsExactly("a");
    stream.unclog();

    assertThat(kinds(stream.output())).containsExactly(1, 1);
  }

  @Test
  void shouldNotStopReadingWhileTheStoreHasLittleToDo() {
    broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open(send("q", "a"));

    assertThat(stream.isPaused()).isFalse();
  }

  @Test
  void shouldStopReadingWhileTheStoreHasTooMuchToDo() {
    broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open();
    for (int i = 0; i < 4; i++) {
      stream.send(send("q", LARGE));
    }

    assertThat(stream.isPaused()).isTrue();
  }

  @Test
  void shouldReadOnOnceTheStoreHasLessToDo() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open();
    for (int i = 0; i < 8; i++) {
      stream.send(send("q", LARGE));
    }
    assertThat(appends.size()).isEqualTo(4);
    appends.runFirst();
    connection.run();

    assertThat(stream.isPaused()).isTrue();
    assertThat(appends.size()).isEqualTo(4);
    appends.runAll();
    connection.run();
    appends.runAll();
    connection.run();
    assertThat(kinds(stream.output())).hasSize(8).containsOnly(1);
  }

  @Test
  void shouldHandALongBurstToTheStoreInPieces() {
    broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open();
    for (int i = 0; i < 3; i++) {
      stream.data(send("q", LARGE));
    }

    assertThat(broker.store.calls(Op.APPEND)).isEqualTo(3);
  }

  @Test
  void shouldNotTakeAPausedStreamForOneWithoutProgress() {
    broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open();
    for (int i = 0; i < 4; i++) {
      stream.data(send("q", LARGE));
    }
    stream.data(new byte[] {'S'});
    stream.readComplete();
    sweep(5);

    assertThat(stream.resetWith).isNull();
  }

  @Test
  void shouldNotTakeAnotherStreamForOneWithoutProgressWhileThisOneIsPaused() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open();
    for (int i = 0; i < 5; i++) {
      stream.send(send("q", LARGE));
    }
    FakeStream other = connection.open(new byte[] {'S'});
    sweep(5);
    assertThat(other.resetWith).isNull();
    appends.runAll();
    connection.run();
    sweep(3);

    assertThat(other.resetWith).isEqualTo(NO_PROGRESS);
  }

  @Test
  void shouldTakeAnotherStreamForOneWithoutProgressWhileThisOneIsReadNowAndThen() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open();
    for (int i = 0; i < 12; i++) {
      stream.send(send("q", LARGE));
    }
    FakeStream other = connection.open(new byte[] {'S'});
    for (int i = 0; i < 3; i++) {
      appends.runFirst();
      connection.run();
      assertThat(stream.isPaused()).isTrue();
      sweep(1);
    }

    assertThat(other.resetWith).isEqualTo(NO_PROGRESS);
    assertThat(stream.resetWith).isNull();
  }

  private void sweep(int times) {
    for (int i = 0; i < times; i++) {
      broker.connections.sweep(1);
      connection.run();
    }
  }

  @Test
  void shouldLetOthersHaveTheirTurnBetweenMessagesForVeryManyQueues() {
    broker.topology.declareExchange("all", ExchangeType.FANOUT, false);
    for (int i = 0; i < 300; i++) {
      broker.topology.declareQueue("q" + i);
      broker.topology.bind("q" + i, "all", "");
    }
    List<String> bodies = IntStream.range(0, 700).mapToObj(Integer::toString).toList();
    FakeStream stream = connection.open();
    FakeStream other = connection.open();
    stream.data(Wire.concat(bodies.stream().map(b -> send("all", "", b)).toArray(byte[][]::new)));
    stream.readComplete();
    int before = broker.stored("q299").size();
    other.data(send("q", "a"));
    other.readComplete();
    assertThat(kinds(other.output())).containsExactly(1);
    assertThat(before).isBetween(1, 300);
    assertThat(stream.isPaused()).isTrue();
    connection.run();

    assertThat(kinds(stream.output())).hasSize(700).containsOnly(1);
    assertThat(broker.stored("q299")).isEqualTo(bodies);
    assertThat(stream.isPaused()).isFalse();
    stream.send(send("all", "", "last"));
    assertThat(kinds(stream.output())).containsExactly(1);
  }

  @Test
  void shouldRefuseWhatWaitsForItsTurnWhenTheBrokerShutsDown() {
    broker.topology.declareExchange("all", ExchangeType.FANOUT, false);
    for (int i = 0; i < 300; i++) {
      broker.topology.declareQueue("q" + i);
      broker.topology.bind("q" + i, "all", "");
    }
    FakeStream stream = connection.open();
    for (int i = 0; i < 400; i++) {
      stream.data(send("all", "", "m"));
    }
    stream.readComplete();
    stream.finishInput();
    broker.connections.drain("bye");
    connection.run();

    assertThat(kinds(stream.output())).contains(1).hasSizeLessThanOrEqualTo(400);
    assertThat(stream.finished).isTrue();
  }
}
