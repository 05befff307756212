// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.util.AttributeKey;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * How far the packets of a socket go, and so how large they may be. Each end tells the other in the
 * handshake, so the smaller one counts.
 */
enum Reach {
  /**
   * No farther than this host, where packets can be large: each costs nearly the same, whatever is
   * in it. What relays datagrams there often has buffers of 2048 bytes, and cuts what is longer.
   */
  LOOPBACK(2000),

  /**
   * Anywhere. Fits every path that carries IPv6 in a tunnel or two; a packet must be no larger, as
   * QUIC forbids fragments.
   */
  NETWORK(1350);

  static final AttributeKey<Reach> KEY = AttributeKey.valueOf(Reach.class, "reach");

  private final int packetBytes;

  Reach(int packetBytes) {
    this.packetBytes = packetBytes;
  }

  /**
   * Returns the reach of a socket that is bound to an address, or sends to it; null if unresolved.
   */
  static Reach of(@Nullable InetAddress address) {
    return address != null && address.isLoopbackAddress() ? LOOPBACK : NETWORK;
  }

  /** Returns the size of the largest packet. */
  int packetBytes() {
    return packetBytes;
  }
}
