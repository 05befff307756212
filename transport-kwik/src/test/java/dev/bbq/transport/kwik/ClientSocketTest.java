// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientSocketTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // Type, version 1, connection IDs of 2 and 1 bytes, length 3 in two bytes, what it counts.
  private static final String HANDSHAKE = "e3 00000001 02 a1a2 01 b1 4003 d1d2d3";
  private static final String SHORT = "43 c1c2c3";
  private static final String INITIAL = "c3 00000001 02 a1a2 01 b1 00 03 d1d2d3";
  private static final String VERSION_NEGOTIATION = "ff 00000000 02 a1a2 01 b1 00000001";

  private DatagramSocket server;
  private ClientSocket client;

  @BeforeEach
  void open() throws IOException {
    server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    server.setSoTimeout((int) PATIENCE.toMillis());
    client = new ClientSocket(() -> true);
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  @Test
  void shouldSendWhatFollowsAHandshakePacketOnItsOwn() throws IOException {
    client.sendNow(packet(HANDSHAKE + SHORT));

    assertThat(received()).isEqualTo(bytes(HANDSHAKE));
    assertThat(received()).isEqualTo(bytes(SHORT));
  }

  @Test
  void shouldLeaveOtherDatagramsWhole() throws IOException {
    client.sendNow(packet(HANDSHAKE));
    client.sendNow(packet(INITIAL + HANDSHAKE));
    client.sendNow(packet(SHORT));

    assertThat(received()).isEqualTo(bytes(HANDSHAKE));
    assertThat(received()).isEqualTo(bytes(INITIAL + HANDSHAKE));
    assertThat(received()).isEqualTo(bytes(SHORT));
  }

  @Test
  void shouldSendASendersPacketWhenItIsLogged() throws Exception {
    KwikLog log = new KwikLog((message, fault) -> {});
    asSender(
        () -> {
          client.send(packet(HANDSHAKE));
          client.sendNow(packet(SHORT)); // overtakes it
          log.sent(Instant.now(), List.of());
        });

    assertThat(received()).isEqualTo(bytes(SHORT));
    assertThat(received()).isEqualTo(bytes(HANDSHAKE));
  }

  @Test
  void shouldSendASendersPacketNotLaterThanItsNext() throws Exception {
    asSender(
        () -> {
          client.send(packet(HANDSHAKE));
          client.send(packet(SHORT));
        });

    assertThat(received()).isEqualTo(bytes(HANDSHAKE));
  }

  @Test
  void shouldSendAtOnceWhatNoSenderSends() throws IOException {
    client.send(packet(VERSION_NEGOTIATION));

    assertThat(received()).isEqualTo(bytes(VERSION_NEGOTIATION));
  }

  private static void asSender(Runnable sending) throws InterruptedException {
    assertThat(Thread.ofPlatform().name("sender-1").start(sending).join(PATIENCE)).isTrue();
  }

  private DatagramPacket packet(String hex) {
    byte[] data = bytes(hex);
    SocketAddress address = server.getLocalSocketAddress();
    return new DatagramPacket(data, data.length, address);
  }

  private byte[] received() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[100], 100);
    server.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
