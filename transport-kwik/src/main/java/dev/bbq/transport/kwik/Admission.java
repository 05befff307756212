// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.TransportLimits;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

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
  // Whether a handshake has failed doesn't show here, and most take far less.
  private static final long LONGEST_COUNT_NS = 1_000_000_000L;
  private static final long BETWEEN_REFUSALS_NS = 1_000_000_000L;

  private final int maxConnections;
  private final long handshakeTimeoutNs;
  private final IntSupplier connections;
  private final Consumer<Refusal> onRefused;
  // When handshakes are no longer counted, by the client's address.
  private final Map<SocketAddress, Long> handshakes = new ConcurrentHashMap<>();
  private final AtomicLong nextRefusalNs = new AtomicLong(System.nanoTime());
  private volatile boolean shut;

  /** Creates a door that counts what is open by the given supplier. */
  Admission(TransportLimits limits, IntSupplier connections, Consumer<Refusal> onRefused) {
    maxConnections = limits.maxConnections();
    handshakeTimeoutNs = Math.min(limits.handshakeTimeout().toNanos(), LONGEST_COUNT_NS);
    this.connections = connections;
    this.onRefused = onRefused;
  }

  /** Lets no new client in from now on. */
  void shut() {
    shut = true;
  }

  /** Says whether a packet gets in. */
  boolean admits(DatagramPacket packet) {
    if (!beginsHandshake(packet)) {
      return true;
    }
    String refusal = admit(packet.getSocketAddress());
    if (refusal != null) {
      tell(new Refusal((InetSocketAddress) packet.getSocketAddress(), Optional.empty(), refusal));
    }
    return refusal == null;
  }

  /** Says whether a client is in its handshake. */
  boolean isCounted(SocketAddress client) {
    return handshakes.containsKey(client);
  }

  /** Counts a handshake no longer; returns why there is no room for its connection, or null. */
  @Nullable String complete(InetSocketAddress client) {
    handshakes.remove(client);
    return refusal(connections.getAsInt());
  }

  private @Nullable String admit(SocketAddress client) {
    if (handshakes.containsKey(client)) {
      return null; // sent again
    }
    long nowNs = System.nanoTime();
    handshakes.values().removeIf(untilNs -> untilNs - nowNs < 0);
    String refusal = refusal(connections.getAsInt() + handshakes.size());
    if (refusal == null) {
      handshakes.put(client, nowNs + handshakeTimeoutNs);
    }
    return refusal;
  }

  private @Nullable String refusal(int count) {
    if (shut) {
      return "server accepts no more";
    }
    return count < maxConnections ? null : "too many connections: limit=" + maxConnections;
  }

  /** Tells of one refusal a second, as clients try again and again. */
  private void tell(Refusal refusal) {
    long nowNs = System.nanoTime();
    long nextNs = nextRefusalNs.get();
    if (nowNs - nextNs >= 0 && nextRefusalNs.compareAndSet(nextNs, nowNs + BETWEEN_REFUSALS_NS)) {
      onRefused.accept(refusal);
    }
  }

  /** Says whether a packet is the first of a client, or the same sent again. */
  static boolean beginsHandshake(DatagramPacket packet) {
    ByteBuffer data =
        ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength()).slice();
    if (data.remaining() < 8
        || (data.get() & HEADER_AND_TYPE) != LONG_HEADER_OF_INITIAL
        || data.getInt() != VERSION_1) {
      return false;
    }
    return skipIds(data) && data.hasRemaining() && data.get() == 0;
  }

  /** Skips the ids of both ends; returns whether they are there. */
  private static boolean skipIds(ByteBuffer data) {
    boolean destination = skipId(data);
    return destination && skipId(data);
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
