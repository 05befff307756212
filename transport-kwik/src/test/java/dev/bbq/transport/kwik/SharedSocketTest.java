// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.TransportLimits;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What a server's socket remembers of its clients. */
final class SharedSocketTest {

  private static final byte[] FIRST_PACKET =
      HexFormat.of().parseHex("c000000001" + "04" + "00000000" + "00" + "00" + "44");

  private static DatagramPacket first(InetSocketAddress client) {
    return new DatagramPacket(FIRST_PACKET, FIRST_PACKET.length, client);
  }

  private static InetSocketAddress client(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void shouldForgetClientsThatNeverEndTheirHandshake() throws Exception {
    int most = 10;
    Admission admission =
        new Admission(TransportLimits.DEFAULT.withMaxConnections(most), () -> 0, refusal -> {});
    try (var socket = new SteadySocket(client(0), packet -> true)) {
      var shared = new SharedSocket(socket, admission);
      for (int port = 1; port <= 10_000; port++) {
        admission.admits(first(client(port)));
        shared.route(first(client(port)));
        admission.complete(client(port)); // as if its time were over
      }
      assertThat(shared.routeCount()).isBetween(1, SharedSocket.MOST_STRANGERS + most + 1);
    }
  }
}
