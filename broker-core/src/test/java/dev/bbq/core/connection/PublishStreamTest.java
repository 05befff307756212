// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.UNKNOWN_EXCHANGE;
import static dev.bbq.api.ErrorCode.UNROUTABLE;
import static dev.bbq.core.connection.Wire.kinds;
import static dev.bbq.core.connection.Wire.replies;
import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.wire.Reply;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.testkit.Later;
import dev.bbq.core.testkit.TestStore.Op;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sound blocks and their replies. */
class PublishStreamTest {

  private final TestBroker broker = new TestBroker("q", "p");
  private final FakeConnection connection = broker.connect();

  private static Reply confirmed() {
    return new Reply.Confirmed(1);
  }

  @Test
  void shouldConfirmWhatIsKept() {
    FakeStream stream = connection.open(send("q", "a"));

    assertThat(stream.output()).containsExactly(1);
    assertThat(broker.stored("q")).containsExactly("a");
  }

  @Test
  void shouldKeepThePayloadByteForByte() {
    byte[] payload = Wire.payload("", "q", "body");
    connection.open(Wire.block(Tag.SEND, payload));

    assertThat(broker.store.log("q").records().get(0).message().bytes()).isEqualTo(payload);
  }

  @Test
  void shouldNotWaitForTheEndOfTheInput() {
    FakeStream stream = connection.open(send("q", "a"));

    assertThat(stream.finished).isFalse();
  }

  @Test
  void shouldEndItsOutputAfterTheEndOfTheInput() {
    FakeStream stream = connection.open(send("q", "a")).finishInput();

    assertThat(stream.output()).containsExactly(1);
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldAnswerABurstWithOneWrite() {
    FakeStream stream = connection.open(send("q", "a"), send("q", "b"), send("q", "c"));

    assertThat(stream.flushes).isEqualTo(1);
    assertThat(stream.output()).containsExactly(1, 1, 1);
  }

  @Test
  void shouldAppendABurstInOneCall() {
    connection.open(send("q", "a"), send("p", "b"), send("q", "c"));

    assertThat(broker.store.calls(Op.APPEND)).isEqualTo(1);
    assertThat(broker.stored("q")).containsExactly("a", "c");
  }

  @Test
  void shouldTakeABlockByteByByte() {
    FakeStream stream = connection.open();
    stream.sendByteByByte(Wire.concat(send("q", "a"), send("q", "b")));

    assertThat(stream.output()).containsExactly(1, 1);
  }

  @Test
  void shouldReplyInTheOrderOfTheBlocks() {
    FakeStream stream =
        connection.open(
            send("q", "a"), send("x", "k", "b"), send("q", "c"), send("r", "d"), send("q", "e"));

    assertThat(replies(stream.output()))
        .containsExactly(
            confirmed(),
            new Reply.Refused(UNKNOWN_EXCHANGE, "no such exchange: exchange=x"),
            confirmed(),
            new Reply.Refused(UNROUTABLE, "no such queue: exchange=, routingKey=r"),
            confirmed());
  }

  @Test
  void shouldReplyInOrderOverAStoreThatAnswersOutOfOrder() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open(send("q", "a"), send("x", "k", "b"));
    stream.send(send("q", "c"));
    stream.send(send("r", "d"));
    appends.runLast();
    connection.run();
    assertThat(stream.output()).isEmpty();
    appends.runAll();
    connection.run();

    assertThat(kinds(stream.output())).containsExactly(1, 2, 1, 2);
  }

  @Test
  void shouldNotConfirmBeforeItIsKept() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open(send("q", "a"));
    assertThat(stream.output()).isEmpty();
    appends.runAll();
    connection.run();

    assertThat(stream.output()).containsExactly(1);
  }

  @Test
  void shouldEndItsOutputOnlyAfterTheLastReply() {
    Later appends = broker.store.hold(Op.APPEND);
    FakeStream stream = connection.open(send("q", "a")).finishInput();
    assertThat(stream.finished).isFalse();
    appends.runAll();
    connection.run();

    assertThat(stream.output()).containsExactly(1);
    assertThat(stream.finished).isTrue();
  }

  @Test
  void shouldKeepOneBodyForSeveralQueues() {
    broker.topology.declareExchange("x", ExchangeType.FANOUT, false);
    broker.topology.bind("q", "x", "");
    broker.topology.bind("p", "x", "");
    FakeStream stream = connection.open(send("x", "k", "a"));

    assertThat(stream.output()).containsExactly(1);
    assertThat(broker.store.log("q").records().get(0).message())
        .isSameAs(broker.store.log("p").records().get(0).message());
  }

  @Test
  void shouldConfirmAndCountWhatTheExchangeDrops() {
    broker.topology.declareExchange("x", ExchangeType.DIRECT, true);
    FakeStream stream = connection.open(send("x", "k", "a"), send("x", "k", "b"));

    assertThat(stream.output()).containsExactly(1, 1);
    assertThat(broker.topology.exchanges().iterator().next().status().dropped()).isEqualTo(2);
  }

  @Test
  void shouldRouteAnewWhenABindingComes() {
    broker.topology.declareExchange("x", ExchangeType.DIRECT, false);
    FakeStream stream = connection.open(send("x", "k", "a"));
    broker.topology.bind("q", "x", "k");
    stream.send(send("x", "k", "b"));

    assertThat(kinds(stream.output())).containsExactly(2, 1);
  }

  @Test
  void shouldRouteAnewWhenAQueueGoes() {
    FakeStream stream = connection.open(send("q", "a"));
    broker.topology.deleteQueue("q");
    stream.send(send("q", "b"));

    assertThat(kinds(stream.output())).containsExactly(1, 2);
  }

  @Test
  void shouldTellAddressesApartThatHaveTheSameBytesInARow() {
    broker.topology.declareExchange("ab", ExchangeType.DIRECT, false);
    broker.topology.declareExchange("a", ExchangeType.DIRECT, false);
    broker.topology.bind("q", "ab", "c");
    broker.topology.bind("p", "a", "bc");
    connection.open(send("ab", "c", "1"), send("a", "bc", "2"));

    assertThat(broker.stored("p")).containsExactly("2");
  }

  @Test
  void shouldConfirmManyInOneBurst() {
    List<byte[]> blocks = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      blocks.add(send("q", "body " + i));
    }
    FakeStream stream = connection.open(blocks.toArray(byte[][]::new));

    assertThat(kinds(stream.output())).hasSize(10_000).containsOnly(1);
    assertThat(broker.status("q").ready()).isEqualTo(10_000);
  }

  @Test
  void shouldReplyInOrderToMoreThanABatchWithRefusalsBetween() {
    List<byte[]> blocks = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      blocks.add(send(i % 7 == 3 ? "none" : "q", "body"));
      expected.add(i % 7 == 3 ? 2 : 1);
    }
    FakeStream stream = connection.open(blocks.toArray(byte[][]::new));

    assertThat(kinds(stream.output())).isEqualTo(expected);
  }

  @Test
  void shouldTakeMessagesOfAllSizesUpToTheLimit() {
    FakeStream stream = connection.open();
    for (int size : new int[] {0, 1, 1023, 1024, 65_536, TestBroker.MAX_MESSAGE_BYTES}) {
      stream.send(send("q", "x".repeat(size)));
    }

    assertThat(kinds(stream.output())).hasSize(6).containsOnly(1);
  }
}
