// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * The door of a server: who begins a handshake is let in or not before kwik knows of it, as kwik
 * limits neither connections nor handshakes.
 *
 * <p>A client begins with an Initial packet without token (RFC 9000 section 17.2.2); what has a
 * token has passed here before.
 */
final class Admission {

  private static final int LONG_HEADER_OF_INITIAL = 0xC0;
  private static final int HEADER_AND_TYPE = 0xF0;
  private static final int VERSION_1 = 1;
  private static final int LONGEST_ID_BYTES = 20;

  private final int maxConnections;
  private final long handshakeTimeoutNs;
  private final IntSupplier connections;
  // When handshakes are no longer counted, by the client's address.
  private final Map<SocketAddress, Long> handshakes = new ConcurrentHashMap<>();
  private volatile boolean shut;

  /** Creates a door that counts what is open by the given supplier. */
  Admission(int maxConnections, Duration handshakeTimeout, IntSupplier connections) {
    this.maxConnections = maxConnections;
    handshakeTimeoutNs = handshakeTimeout.toNanos();
    this.connections = connections;
  }

  /** Lets no new client in from now on. */
  void shut() {
    shut = true;
  }

  boolean isShut() {
    return shut;
  }

  /** Says whether a packet gets in. */
  boolean admits(DatagramPacket packet) {
    return !beginsHandshake(packet) || admitsClient(packet.getSocketAddress());
  }

  /** Counts a handshake no longer; returns whether there is room for its connection. */
  boolean complete(InetSocketAddress client) {
    handshakes.remove(client);
    return !shut && connections.getAsInt() < maxConnections;
  }

  private boolean admitsClient(SocketAddress client) {
    if (shut) {
      return false;
    }
    if (handshakes.containsKey(client)) {
      return true; // sent again
    }
    long nowNs = System.nanoTime();
    handshakes.values().removeIf(untilNs -> untilNs - nowNs < 0);
    if (connections.getAsInt() + handshakes.size() >= maxConnections) {
      return false;
    }
    handshakes.put(client, nowNs + handshakeTimeoutNs);
    return true;
  }

  private static boolean beginsHandshake(DatagramPacket packet) {
    ByteBuffer data =
        ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength()).slice();
    if (data.remaining() < 8
        || (data.get() & HEADER_AND_TYPE) != LONG_HEADER_OF_INITIAL
        || data.getInt() != VERSION_1) {
      return false;
    }
    return skipId(data) && skipId(data) && data.hasRemaining() && data.get() == 0;
  }

  private static boolean skipId(ByteBuffer data) {
    int length = data.hasRemaining() ? data.get() & 0xFF : LONGEST_ID_BYTES + 1;
    if (length > LONGEST_ID_BYTES || data.remaining() < length) {
      return false;
    }
    data.position(data.position() + length);
    return true;
  }
}
