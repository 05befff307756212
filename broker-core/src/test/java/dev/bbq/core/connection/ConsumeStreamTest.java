// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.INVALID_ARGUMENT;
import static dev.bbq.api.ErrorCode.UNKNOWN_QUEUE;
import static dev.bbq.core.connection.Wire.block;
import static dev.bbq.core.connection.Wire.blocks;
import static dev.bbq.core.connection.Wire.deliveries;
import static dev.bbq.core.connection.Wire.failures;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.MessageProperties;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.Tag;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Deliveries, credit and settlements. */
class ConsumeStreamTest {

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

  @Test
  void shouldAcceptAConsumer() {
    assertThat(blocks(consume(10).output())).containsExactly(new Block.Okay(0));
  }

  @Test
  void shouldRefuseAnUnknownQueue() {
    FakeStream stream = connection.open(block(new Block.Receive("none", 10, 1000)));

    assertThat(blocks(stream.output()))
        .containsExactly(new Block.Fail(UNKNOWN_QUEUE, "no such queue: queue=none"));
    assertThat(stream.finished).isTrue();
    assertThat(stream.stoppedWith).isEqualTo(UNKNOWN_QUEUE);
  }

  @Test
  void shouldRefuseAQueueThatIsBeingDeleted() {
    var queue = broker.topology.queue("q");
    queue.delete();

    assertThat(failures(consume(10).output()))
        .containsExactly(new Block.Fail(UNKNOWN_QUEUE, "no such queue: queue=q"));
  }

  @Test
  void shouldRefuseACreditWithoutBytes() {
    FakeStream stream = connection.open(block(new Block.Receive("q", 10, 0)));

    assertThat(blocks(stream.output()))
        .containsExactly(
            new Block.Fail(INVALID_ARGUMENT, "credit without bytes: messages=10, bytes=0"));
    assertThat(broker.status("q").consumers()).isZero();
  }

  @Test
  void shouldPushWhatIsThere() {
    publish("a", "b");

    assertThat(deliveries(consume(10).output())).containsExactly("1:a", "2:b");
  }

  @Test
  void shouldPushWhatComes() {
    FakeStream stream = consume(10);
    publish("a");
    publish("b");

    assertThat(deliveries(stream.output())).containsExactly("1:a", "2:b");
  }

  @Test
  void shouldWriteADeliveryAsTheProtocolSays() {
    byte[] properties =
        PropertiesCodec.encode(MessageProperties.builder().messageId("m-1").build());
    byte[] send = Wire.sendWith(properties, "q", "hello");
    publisher.open(send);
    byte[] payload = Arrays.copyOfRange(send, 12, send.length);
    byte[] output = consume(1).output();
    byte[] expected =
        ByteBuffer.allocate(24 + payload.length)
            .putInt(Tag.DELV)
            .putLong(12 + payload.length)
            .putLong(1)
            .putInt(0)
            .put(payload)
            .array();

    assertThat(output).endsWith(expected).hasSize(20 + expected.length); // behind the OKAY
  }

  @Test
  void shouldWriteABurstOfDeliveriesAtOnce() {
    publish("a", "b", "c");
    FakeStream stream = consume(10);

    assertThat(stream.flushes).isEqualTo(2); // OKAY, deliveries
  }

  @Test
  void shouldPushALargeMessageWhole() {
    String large = "x".repeat(300_000);
    publish(large, "b");

    assertThat(blocks(connection.open(block(new Block.Receive("q", 1, 1))).output()))
        .satisfiesExactly(
            okay -> assertThat(okay).isEqualTo(new Block.Okay(0)),
            one -> assertThat(((Wire.Delivered) one).body()).isEqualTo(large));
  }

  @Test
  void shouldPushNoMoreThanTheCredit() {
    publish("a", "b", "c");

    assertThat(deliveries(consume(2).output())).containsExactly("1:a", "2:b");
  }

  @Test
  void shouldLowerACreditAboveItsLimit() {
    publish(IntStream.range(0, 150).mapToObj(Integer::toString).toArray(String[]::new));

    assertThat(
            deliveries(
                connection
                    .open(block(new Block.Receive("q", Long.MAX_VALUE, Long.MAX_VALUE)))
                    .output()))
        .hasSize(100);
  }

  @Test
  void shouldPushMoreWhenTheCreditIsRaised() {
    publish("a", "b", "c");
    FakeStream stream = consume(0);
    stream.send(block(new Block.SetCredit(2, 1000)));

    assertThat(deliveries(stream.output())).containsExactly("1:a", "2:b");
  }

  @Test
  void shouldPushNothingWhilePaused() {
    FakeStream stream = consume(10);
    stream.send(block(new Block.SetCredit(0, 0)));
    publish("a");

    assertThat(deliveries(stream.output())).isEmpty();
  }

  @Test
  void shouldComplainAboutACreditWithoutBytesAndGoOn() {
    FakeStream stream = consume(1);
    stream.send(block(new Block.SetCredit(5, 0)));
    publish("a", "b");

    assertThat(failures(stream.output()))
        .containsExactly(
            new Block.Fail(INVALID_ARGUMENT, "credit without bytes: messages=5, bytes=0"));
    assertThat(broker.status("q").unacked()).isEqualTo(1);
  }

  @Test
  void shouldShareAQueueAmongConsumers() {
    FakeStream first = consume(10);
    FakeStream second = consume(10);
    publish("a", "b", "c", "d");

    assertThat(List.of(deliveries(first.output()), deliveries(second.output())))
        .containsExactly(List.of("1:a", "2:c"), List.of("1:b", "2:d"));
  }

  @Test
  void shouldPushNothingWhileDeliveriesAreNotRead() {
    FakeStream stream = consume(10);
    stream.output();
    stream.clog();
    publish("a");

    assertThat(stream.output()).isEmpty();
  }

  @Test
  void shouldPushOnOnceDeliveriesAreRead() {
    FakeStream stream = consume(10);
    stream.clog();
    publish("a", "b");
    stream.unclog();

    assertThat(deliveries(stream.output())).containsExactly("1:a", "2:b");
  }

  @Test
  void shouldTakeTheLastCreditOfABurst() {
    publish("a", "b", "c");
    FakeStream stream = consume(1);
    stream.output();
    stream.send(
        block(new Block.SetCredit(0, 0)),
        block(new Block.SetCredit(100, 10_000)),
        block(new Block.SetCredit(2, 1000)));

    assertThat(deliveries(stream.output())).containsExactly("2:b");
  }
}
