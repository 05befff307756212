// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.NO_PROGRESS;
import static dev.bbq.api.ErrorCode.UNKNOWN_DELIVERY;
import static dev.bbq.core.connection.Wire.block;
import static dev.bbq.core.connection.Wire.kinds;
import static dev.bbq.core.connection.Wire.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.wire.Block;
import org.junit.jupiter.api.Test;

/** Consumers that do not read what is delivered to them. */
class ConsumeUnreadTest {

  private static final String LARGE = "x".repeat((1 << 20) - 100);
  private static final int PATIENCE = 3;

  private final TestBroker broker =
      new TestBroker(new MemoryMarks(600_000, 500_000, 2_000_000), 200_000, "q");
  private final FakeConnection publisher = broker.connect();
  private final FakeConnection connection = broker.connect();

  /** Has a large message delivered, of which the client reads a little. */
  private FakeStream deliver() {
    publisher.open(send("q", LARGE));
    FakeStream stream = connection.open(block(new Block.Receive("q", 0, 0)));
    stream.output();
    stream.clogAtFlush();
    return stream.send(block(new Block.SetCredit(10, 10_000)));
  }

  private static byte[] ack() {
    return block(new Block.Settle(Block.Outcome.ACK, 0, 1));
  }

  private void sweep(int times) {
    for (int i = 0; i < times; i++) {
      broker.connections.sweep(PATIENCE);
      connection.run();
    }
  }

  @Test
  void shouldNotLetADeliveryBeSettledThatIsNotWrittenYet() {
    FakeStream stream = deliver().send(ack());
    byte[] output = stream.output();
    while (broker.stored("q").size() == 1 && !stream.isWritable()) {
      stream.unclog();
      output = Wire.concat(output, stream.output());
    }

    assertThat(broker.stored("q")).hasSize(1);
    assertThat(Wire.failures(output))
        .containsExactly(
            new Block.Fail(UNKNOWN_DELIVERY, "no such unsettled delivery: from=0, to=1"));
  }

  @Test
  void shouldLetADeliveryBeSettledOnceItIsWritten() {
    FakeStream stream = deliver();
    while (!stream.isWritable()) {
      stream.unclog();
    }
    stream.send(ack());

    assertThat(broker.stored("q")).isEmpty();
  }

  @Test
  void shouldLetADeliveryBeSettledWhileLaterOnesAreNotWrittenYet() {
    publisher.open(send("q", "a"));
    FakeStream stream = deliver().send(ack());

    assertThat(broker.stored("q")).containsExactly(LARGE);
    assertThat(stream.resetWith).isNull();
  }

  @Test
  void shouldHavePatienceWithAConsumerThatReadsNothing() {
    FakeStream stream = deliver();
    sweep(10 * PATIENCE);

    assertThat(stream.resetWith).isNull();
  }

  @Test
  void shouldGiveUpAStreamThatReadsNothingAfterItsLastWord() {
    FakeStream stream = deliver().finishInput();
    sweep(PATIENCE + 1);

    assertThat(stream.resetWith).isEqualTo(NO_PROGRESS);
  }

  @Test
  void shouldHavePatienceWithAStreamThatReadsOnAfterItsLastWord() {
    FakeStream stream = deliver().finishInput();
    while (!stream.finished) {
      sweep(PATIENCE - 1);
      stream.unclog();
    }

    assertThat(stream.resetWith).isNull();
  }

  @Test
  void shouldGiveUpAStreamThatReadsNothingAfterTheEndOfItsQueue() {
    FakeStream stream = deliver();
    broker.topology.deleteQueue("q");
    connection.run();
    sweep(PATIENCE + 1);

    assertThat(stream.resetWith).isEqualTo(NO_PROGRESS);
  }

  @Test
  void shouldLetGoOfWhatIsUnreadAfterTheEndWhenMemoryIsShort() {
    FakeStream stream = deliver().finishInput();
    FakeStream waiting = publisher.open(send("q", "a"));
    connection.run();
    publisher.run();

    assertThat(stream.resetWith).isEqualTo(NO_PROGRESS);
    assertThat(kinds(waiting.output())).containsExactly(1);
  }
}
