// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket that never fails until it is closed: to kwik, a failure of one packet is the end of
 * a connection, and of the JVM if it is a server that meets it.
 */
class SteadySocket extends DatagramSocket {

  private static final System.Logger LOG = System.getLogger(SteadySocket.class.getName());
  private static final int BUFFER_BYTES = 4 << 20;

  private final Predicate<DatagramPacket> admission;
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private final Hearing hearing = new Hearing();
  private volatile boolean hushed;

  /** Binds a socket that keeps packets to itself which are not admitted. */
  SteadySocket(InetSocketAddress address, Predicate<DatagramPacket> admission)
      throws SocketException {
    super(address);
    this.admission = admission;
    setReceiveBufferSize(BUFFER_BYTES);
    setSendBufferSize(BUFFER_BYTES);
  }

  @Override
  public void send(DatagramPacket packet) {
    Outbox.keep(packet, this::sendNow);
  }

  /** Sends a packet that kwik does not know of. */
  void sendNow(DatagramPacket packet) {
    if (hushed) {
      return;
    }
    hearing.said();
    try {
      super.send(packet);
    } catch (IOException | IllegalArgumentException e) {
      LOG.log(System.Logger.Level.DEBUG, "packet lost on sending", e); // QUIC sends again
    }
  }

  @Override
  public void receive(DatagramPacket packet) throws IOException {
    do {
      packet.setLength(packet.getData().length);
      receiveAny(packet);
    } while (!admission.test(packet));
    hearing.heard();
  }

  private void receiveAny(DatagramPacket packet) throws IOException {
    while (true) {
      try {
        super.receive(packet);
        return;
      } catch (IOException e) {
        if (isClosed()) {
          throw e;
        }
        LOG.log(System.Logger.Level.DEBUG, "packet lost on receiving", e);
      }
    }
  }

  @Override
  public void close() {
    super.close();
    closed.complete(null);
  }

  /** Lets nothing out any more. */
  void hush() {
    hushed = true;
  }

  /** Returns when packets came last, whoever sent them. */
  Hearing hearing() {
    return hearing;
  }

  /** Does something when the socket has been closed. */
  void whenClosed(Runnable action) {
    closed.thenRun(action);
  }

  /** Waits until the socket is closed; returns whether it is. */
  boolean awaitClosed(long untilNs) {
    try {
      closed.get(untilNs - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
    return isClosed();
  }
}
