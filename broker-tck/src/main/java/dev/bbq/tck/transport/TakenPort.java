// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port of the loopback interface, of UDP and TCP, that is taken by one who never answers. */
final class TakenPort implements AutoCloseable {

  private static final int ATTEMPTS = 50;

  private final DatagramSocket udp;
  private final ServerSocket tcp;

  private TakenPort(int port) throws IOException {
    udp = new DatagramSocket(port, InetAddress.getLoopbackAddress());
    try {
      tcp = new ServerSocket(udp.getLocalPort(), 1, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      udp.close();
      throw e;
    }
  }

  /** Takes one that is free. */
  static TakenPort any() throws IOException {
    for (int i = 1; i < ATTEMPTS; i++) {
      try {
        return new TakenPort(0);
      } catch (BindException e) {
        // free for UDP alone
      }
    }
    return new TakenPort(0);
  }

  /** Takes this one, which must be free. */
  static TakenPort of(int port) throws IOException {
    return new TakenPort(port);
  }

  int number() {
    return udp.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }
}
