// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The way of a client's packets to a server, which can be cut without a word to either. */
final class Tunnel implements AutoCloseable {

  private static final int LARGEST_PACKET = 2048;

  private final SocketAddress server;
  private final DatagramSocket front = bind();
  // A client may have a socket for each connection, which the server has to tell apart.
  private final Map<SocketAddress, DatagramSocket> backs = new ConcurrentHashMap<>();
  private volatile boolean cut;

  /** Somewhere to send a packet to, given its sender. */
  @FunctionalInterface
  private interface Way {
    void send(DatagramPacket packet) throws IOException;
  }

  Tunnel(int port) {
    server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    forward(front, this::toServer);
  }

  int port() {
    return front.getLocalPort();
  }

  /** Lets nothing through from now on. */
  void cut() {
    cut = true;
  }

  private void toServer(DatagramPacket packet) throws IOException {
    SocketAddress client = packet.getSocketAddress();
    DatagramSocket back = backs.computeIfAbsent(client, this::backOf);
    packet.setSocketAddress(server);
    back.send(packet);
  }

  private DatagramSocket backOf(SocketAddress client) {
    DatagramSocket back = bind();
    forward(
        back,
        packet -> {
          packet.setSocketAddress(client);
          front.send(packet);
        });
    return back;
  }

  private void forward(DatagramSocket from, Way way) {
    Thread.ofVirtual()
        .name("mixed-tunnel")
        .start(
            () -> {
              var packet = new DatagramPacket(new byte[LARGEST_PACKET], LARGEST_PACKET);
              while (!from.isClosed()) {
                try {
                  packet.setLength(LARGEST_PACKET);
                  from.receive(packet);
                  if (!cut) {
                    way.send(packet);
                  }
                } catch (IOException e) {
                  // closed, or a packet is lost as on any way
                }
              }
            });
  }

  private static DatagramSocket bind() {
    try {
      return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cut();
    front.close();
    backs.values().forEach(DatagramSocket::close);
  }
}
