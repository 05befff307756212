// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.it.support.BrokerFixture;
import dev.bbq.it.support.Bytes;
import dev.bbq.it.support.RawClient;
import dev.bbq.it.support.RawDelivery;
import dev.bbq.it.support.RawReply;
import dev.bbq.it.support.RawStream;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The part of the protocol that clients in other languages rely on: bytes written by hand on a QUIC
 * stream, with mutual TLS and without a hello.
 */
@Tag("matrix")
@Tag("pairs")
final class RawSendTest {

  private static final byte[] CONFIRM = {0x01};

  private final BrokerFixture broker = BrokerFixture.start();
  private RawClient client;

  @BeforeEach
  void connect() {
    client = broker.rawClient();
    client.declareQueue("orders");
  }

  @AfterEach
  void close() {
    broker.close();
  }

  @Test
  void shouldConfirmThreeFieldsWithFin() {
    RawStream stream = client.open().write(threeFields()).finish();

    assertThat(stream.take(1)).isEqualTo(CONFIRM);
    stream.awaitEnd();
    assertThat(client.queue("orders").ready()).isEqualTo(1);
  }

  @Test
  void shouldConfirmThreeFieldsWithoutFin() {
    RawStream stream = client.open().write(threeFields());

    assertThat(stream.take(1)).isEqualTo(CONFIRM);
    assertThat(client.queue("orders").ready()).isEqualTo(1);
  }

  @Test
  void shouldConfirmFourFields() {
    byte[] fourFields =
        HexFormat.of()
            .parseHex(
                "53454e44" // SEND
                    + "000000000000002b" // total: 43
                    + "0000000000000000" // exchange: the default
                    + "0000000000000006" // routing key: 6 bytes
                    + "6f7264657273" // orders
                    + "0000000000000005" // message: 5 bytes
                    + "68656c6c6f" // hello
                    + "0000000000000000"); // properties: none

    RawStream stream = client.open().write(fourFields).finish();

    assertThat(stream.take(1)).isEqualTo(CONFIRM);
    stream.awaitEnd();
  }

  @Test
  void shouldDeliverWhatWasSent() {
    client.open().write(threeFields()).take(1);

    RawStream consumer = client.consume("orders", 1);

    assertThat(consumer.takeDelivery()).isEqualTo(new RawDelivery(1, 0, "", "orders", "hello"));
  }

  @Test
  void shouldConfirmEachOfManyOnOneStreamInOneByte() {
    RawStream stream = client.open().write(Bytes.times(10_000, threeFields())).finish();

    assertThat(stream.take(10_000)).containsOnly(0x01);
    stream.awaitEnd();
    assertThat(client.queue("orders").ready()).isEqualTo(10_000);
  }

  @Test
  void shouldConfirmOneMessageOnEachOfManyStreams() {
    var streams =
        IntStream.range(0, 3000)
            .mapToObj(i -> client.open().write(threeFields()).finish())
            .toList();

    assertThat(streams).allSatisfy(stream -> assertThat(stream.take(1)).isEqualTo(CONFIRM));
    assertThat(client.queue("orders").ready()).isEqualTo(3000);
  }

  @Test
  void shouldConfirmABlockThatComesOneByteAtATime() {
    RawStream stream = client.open();

    for (byte one : threeFields()) {
      stream.write(new byte[] {one});
    }

    assertThat(stream.takeReply()).isEqualTo(RawReply.CONFIRMED);
    assertThat(client.queue("orders").ready()).isEqualTo(1);
  }

  @Test
  void shouldConfirmAnEmptyMessage() {
    assertThat(client.publish("", "orders", "")).isEqualTo(RawReply.CONFIRMED);
    assertThat(client.consume("orders", 1).takeDelivery().message()).isEmpty();
  }

  /** As a client in another language has it: no code of ours is behind these bytes. */
  private static byte[] threeFields() {
    return HexFormat.of()
        .parseHex(
            "53454e44" // SEND
                + "0000000000000023" // total: 35
                + "0000000000000000" // exchange: the default
                + "0000000000000006" // routing key: 6 bytes
                + "6f7264657273" // orders
                + "0000000000000005" // message: 5 bytes
                + "68656c6c6f"); // hello
  }
}
