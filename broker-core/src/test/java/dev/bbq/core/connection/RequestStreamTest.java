// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.DECLARED_DIFFERENTLY;
import static dev.bbq.api.ErrorCode.INTERNAL;
import static dev.bbq.api.ErrorCode.INVALID_NAME;
import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;
import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;
import static dev.bbq.api.ErrorCode.UNKNOWN_QUEUE;
import static dev.bbq.core.connection.Wire.block;
import static dev.bbq.core.connection.Wire.blocks;
import static dev.bbq.core.connection.Wire.failures;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Octets;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestStreamTest {

  private static final Block.Okay OKAY = new Block.Okay(0);

  private final TestBroker broker = new TestBroker();
  private final FakeConnection connection = broker.connect();

  private static byte[] declare(String queue) {
    return block(new Block.DeclareQueue(queue, Octets.NONE));
  }

  private static byte[] list(Block.Kind kind) {
    return block(new Block.ListAll(kind));
  }

  @Test
  void shouldAnswerEachRequest() {
    FakeStream stream =
        connection.open(
            declare("q"),
            block(new Block.DeclareExchange("x", ExchangeType.TOPIC, false)),
            block(new Block.Bind("q", "x", "a.#")),
            block(new Block.Unbind("q", "x", "a.#")),
            block(new Block.DeleteExchange("x")),
            block(new Block.Purge("q")),
            block(new Block.DeleteQueue("q")));

    assertThat(blocks(stream.output())).isEqualTo(Collections.nCopies(7, OKAY));
  }

  @Test
  void shouldAnswerABurstWithOneWrite() {
    assertThat(connection.open(declare("q"), declare("p")).flushes).isEqualTo(1);
  }

  @Test
  void shouldSayHowManyMessagesWerePurged() {
    FakeStream stream = connection.open(declare("q"));
    connection.open(Wire.send("q", "a"), Wire.send("q", "b"));
    stream.output();
    stream.send(block(new Block.Purge("q")));

    assertThat(blocks(stream.output())).containsExactly(new Block.Okay(2));
  }

  @Test
  void shouldSayHowManyMessagesADeletedQueueHeld() {
    FakeStream stream = connection.open(declare("q"));
    connection.open(Wire.send("q", "a"));
    stream.output();
    stream.send(block(new Block.DeleteQueue("q")), block(new Block.DeleteQueue("q")));

    assertThat(blocks(stream.output())).containsExactly(new Block.Okay(1), OKAY);
  }

  @Test
  void shouldAnswerInOrderOverAStoreThatAnswersLater() {
    Later creates = broker.store.hold(Op.CREATE);
    FakeStream stream = connection.open(declare("q"), block(new Block.Purge("none")), declare("p"));
    assertThat(stream.output()).isEmpty();
    creates.runAll();
    connection.run();
    assertThat(blocks(stream.output()))
        .containsExactly(OKAY, new Block.Fail(UNKNOWN_QUEUE, "no such queue: queue=none"));
    creates.runAll();
    connection.run();

    assertThat(blocks(stream.output())).containsExactly(OKAY);
  }

  @Test
  void shouldStopReadingWhileAnAnswerTakesTime() {
    Later creates = broker.store.hold(Op.CREATE);
    FakeStream stream = connection.open(declare("q"));
    assertThat(stream.isPaused()).isTrue();
    creates.runAll();
    connection.run();

    assertThat(stream.isPaused()).isFalse();
  }

  @Test
  void shouldRefuseAndGoOn() {
    FakeStream stream =
        connection.open(
            block(new Block.DeclareExchange("", ExchangeType.DIRECT, false)),
            declare("a\tb"),
            block(new Block.DeclareExchange("x", ExchangeType.DIRECT, false)),
            block(new Block.DeclareExchange("x", ExchangeType.FANOUT, false)),
            declare("q"));

    assertThat(blocks(stream.output()).stream().map(RequestStreamTest::outcome))
        .containsExactly(NOT_ALLOWED, INVALID_NAME, OKAY, DECLARED_DIFFERENTLY, OKAY);
  }

  private static Object outcome(Object block) {
    return block instanceof Block.Fail fail ? fail.code() : block;
  }

  @Test
  void shouldSayThatTheBrokerFailedWhenTheStoreDid() {
    broker.store.failNext(Op.CREATE, 1);
    FakeStream stream = connection.open(declare("q"), declare("p"));

    assertThat(blocks(stream.output()).stream().map(RequestStreamTest::outcome))
        .containsExactly(INTERNAL, OKAY);
  }

  @Test
  void shouldListExchanges() {
    broker.topology.declareExchange("b", ExchangeType.TOPIC, false);
    broker.topology.declareExchange("a", ExchangeType.DIRECT, true);
    connection.open(Wire.send("a", "k", "dropped"));

    assertThat(blocks(connection.open(list(Block.Kind.EXCHANGES)).output()))
        .containsExactly(
            new Block.ExchangeItem(new ExchangeInfo("a", ExchangeType.DIRECT, true, 1)),
            new Block.ExchangeItem(new ExchangeInfo("b", ExchangeType.TOPIC, false, 0)),
            new Block.Okay(2));
  }

  @Test
  void shouldListQueues() {
    connection.open(declare("q"), declare("p"));
    connection.open(Wire.send("q", "a"), Wire.send("q", "b"));
    connection.open(block(new Block.Receive("q", 1, 1)));

    assertThat(blocks(connection.open(list(Block.Kind.QUEUES)).output()))
        .containsExactly(
            new Block.QueueItem(
                new QueueInfo("p", QueueOptions.NONE, 0, 0, 0, 0, MessageCounts.NONE)),
            new Block.QueueItem(
                new QueueInfo(
                    "q", QueueOptions.NONE, 1, 0, 1, 1, MessageCounts.of(2, 1, 0, 0, Map.of()))),
            new Block.Okay(2));
  }

  @Test
  void shouldListBindings() {
    connection.open(declare("q"));
    broker.topology.declareExchange("x", ExchangeType.TOPIC, false);
    broker.topology.bind("q", "x", "b");
    broker.topology.bind("q", "x", "a");

    assertThat(blocks(connection.open(list(Block.Kind.BINDINGS)).output()))
        .containsExactly(
            new Block.BindingItem(new BindingInfo("x", "q", "a")),
            new Block.BindingItem(new BindingInfo("x", "q", "b")),
            new Block.Okay(2));
  }

  @Test
  void shouldListNothing() {
    assertThat(blocks(connection.open(list(Block.Kind.QUEUES)).output())).containsExactly(OKAY);
  }

  @Test
  void shouldAnswerNoMoreThanTheClientReads() {
    FakeStream stream = connection.open(declare("q"));
    stream.output();
    stream.clog();
    stream.send(list(Block.Kind.QUEUES), list(Block.Kind.QUEUES));
    broker.topology.declareQueue("p");
    stream.unclog();

    assertThat(blocks(stream.output())).contains(new Block.Okay(2));
  }

  @Test
  void shouldEndItsOutputAfterTheEndOfTheInput() {
    assertThat(connection.open(declare("q")).finishInput().finished).isTrue();
  }

  @Test
  void shouldEndItsOutputOnlyAfterTheLastAnswer() {
    Later creates = broker.store.hold(Op.CREATE);
    FakeStream stream = connection.open(declare("q"), declare("p")).finishInput();
    creates.runAll();
    connection.run();
    assertThat(stream.finished).isFalse();
    creates.runAll();
    connection.run();

    assertThat(blocks(stream.output())).containsExactly(OKAY, OKAY);
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldSendEarlierAnswersBeforeAProtocolError() {
    Later creates = broker.store.hold(Op.CREATE);
    FakeStream stream =
        connection.open(declare("q"), declare("p"), Wire.block(Tag.QDEC, new byte[2]));
    creates.runAll();
    connection.run();
    creates.runAll();
    connection.run();

    assertThat(blocks(stream.output()).stream().map(RequestStreamTest::outcome))
        .containsExactly(OKAY, OKAY, MALFORMED_BLOCK);
    assertThat(stream.finished).isTrue();
    assertThat(stream.stoppedWith).isEqualTo(MALFORMED_BLOCK);
  }

  @Test
  void shouldEndOnATagOfAnotherKindOfStream() {
    FakeStream stream = connection.open(declare("q"), Wire.send("q", "a"));

    assertThat(failures(stream.output()))
        .containsExactly(new Block.Fail(UNEXPECTED_TAG, "tag not allowed here: tag=SEND"));
  }

  @Test
  void shouldEndOnABlockOverTheLimit() {
    FakeStream stream = connection.open(Arrays.copyOf(Wire.block(Tag.QDEC, new byte[40_000]), 12));

    assertThat(failures(stream.output()))
        .satisfiesExactly(
            fail ->
                assertThat(fail.reason())
                    .isEqualTo("block too large: tag=QDEC, total=40000, limit=32768"));
  }

  @Test
  void shouldAnswerNothingMoreAfterAReset() {
    Later creates = broker.store.hold(Op.CREATE);
    FakeStream stream = connection.open(declare("q"), declare("p"));
    stream.stopByClient();
    creates.runAll();
    connection.run();

    assertThat(stream.output()).isEmpty();
    assertThat(broker.store.calls(Op.CREATE)).isEqualTo(1);
  }

  @Test
  void shouldBearAnAnswerAfterTheTransportHasEnded() {
    Later creates = broker.store.hold(Op.CREATE);
    connection.open(declare("q"));
    connection.lose();
    connection.endTransport();
    creates.runAll();

    assertThat(broker.topology.queues()).hasSize(1);
  }

  @Test
  void shouldListManyInTheirOrder() {
    for (int i = 0; i < 500; i++) {
      broker.topology.declareQueue("q%03d".formatted(i));
    }
    List<Object> answer = blocks(connection.open(list(Block.Kind.QUEUES)).output());

    assertThat(answer).hasSize(501).last().isEqualTo(new Block.Okay(500));
    assertThat(answer.get(123))
        .isEqualTo(
            new Block.QueueItem(
                new QueueInfo("q123", QueueOptions.NONE, 0, 0, 0, 0, MessageCounts.NONE)));
  }

  @Test
  void shouldServeOtherStreamsWhileAListIsLong() {
    for (int i = 0; i < 500; i++) {
      broker.topology.declareQueue("q%03d".formatted(i));
    }
    FakeStream stream = connection.open();
    stream.data(list(Block.Kind.QUEUES));
    stream.readComplete();

    assertThat(blocks(stream.output())).hasSizeLessThan(100);
    connection.run();
    assertThat(Wire.last(blocks(stream.output()))).isEqualTo(new Block.Okay(500));
  }

  // --- clients that do not read

  /** Sends many requests behind an answer that is not read. */
  private FakeStream pile(FakeConnection from, int requests) {
    byte[] purge = block(new Block.Purge("q".repeat(1000)));
    FakeStream stream = from.open();
    stream.clog();
    for (int i = 0; i < requests; i++) {
      stream.data(purge);
    }
    stream.readComplete();
    from.run();
    return stream;
  }

  private void sweep() {
    for (int i = 0; i < 4; i++) {
      broker.connections.sweep(3);
      connection.run();
    }
  }

  @Test
  void shouldGiveUpAStreamThatAsksForMuchAndDoesNotRead() {
    FakeStream stream = pile(connection, 100);
    sweep();

    assertThat(stream.resetWith).isEqualTo(NO_PROGRESS);
  }

  @Test
  void shouldHavePatienceWithAStreamThatAsksForLittleAndDoesNotRead() {
    FakeStream stream = pile(connection, 10);
    sweep();

    assertThat(stream.resetWith).isNull();
  }

  @Test
  void shouldCountRequestsThatWaitAsMemory() {
    FakeConnection other = broker.connect();
    FakeStream stream = pile(connection, 100);
    other.open(declare("p"), declare("q"));
    other.open(Wire.send("p", "a")); // finds that publishers have to wait
    connection.run();

    assertThat(stream.resetWith).isEqualTo(NO_PROGRESS);
    assertThat(Wire.kinds(other.open(Wire.send("p", "a")).output())).containsExactly(1);
  }
}
