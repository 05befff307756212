// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * The network between one client and a server, which may lose packets or change the client's
 * address.
 */
final class UdpProxy implements AutoCloseable {

  /** Decides the fate of a packet. */
  @FunctionalInterface
  interface Fate {
    /** Returns whether the packet gets through. */
    boolean passes(boolean toServer, long number);
  }

  private final Selector selector = Selector.open();
  private final DatagramChannel front = bind();
  private final SocketAddress server;
  private final Thread thread;
  private final ByteBuffer packet = ByteBuffer.allocateDirect(2048);
  private volatile Fate fate = (toServer, number) -> true;
  private volatile boolean rebindWanted;
  private volatile boolean firstClientOnly;
  private DatagramChannel back = bind();
  private @Nullable SocketAddress client;
  private long toServer;
  private long toClient;

  UdpProxy(SocketAddress server) throws IOException {
    this.server = server;
    front.register(selector, SelectionKey.OP_READ);
    back.register(selector, SelectionKey.OP_READ);
    thread = Thread.ofPlatform().daemon().name("udp-proxy").start(this::run);
  }

  int port() throws IOException {
    return ((InetSocketAddress) front.getLocalAddress()).getPort();
  }

  /** Sets what happens to packets from now on. */
  UdpProxy fate(Fate next) {
    fate = next;
    return this;
  }

  /** Lets nothing through from now on but what the first client sends, by its address. */
  UdpProxy ofFirstClientOnly() {
    firstClientOnly = true;
    return this;
  }

  /** Changes the address under which the server sees the client. */
  void rebind() {
    rebindWanted = true;
    selector.wakeup();
  }

  private void run() {
    try {
      while (front.isOpen()) {
        selector.select();
        if (!selector.isOpen()) {
          return;
        }
        selector.selectedKeys().clear();
        if (rebindWanted) {
          rebindWanted = false;
          back.close();
          back = bind();
          back.register(selector, SelectionKey.OP_READ);
        }
        forward();
      }
    } catch (IOException e) {
      if (front.isOpen()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void forward() throws IOException {
    for (SocketAddress from = receive(front); from != null; from = receive(front)) {
      if (firstClientOnly && client != null && !client.equals(from)) {
        continue;
      }
      client = from;
      if (fate.passes(true, toServer++)) {
        back.send(packet, server);
      }
    }
    for (SocketAddress from = receive(back); from != null; from = receive(back)) {
      if (client != null && fate.passes(false, toClient++)) {
        front.send(packet, client);
      }
    }
  }

  private @Nullable SocketAddress receive(DatagramChannel from) throws IOException {
    packet.clear();
    SocketAddress sender = from.receive(packet);
    packet.flip();
    return sender;
  }

  private static DatagramChannel bind() throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    channel.configureBlocking(false);
    return channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  }

  @Override
  public void close() throws IOException {
    front.close();
    selector.close();
    back.close();
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
