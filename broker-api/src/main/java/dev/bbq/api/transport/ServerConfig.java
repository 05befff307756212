// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.net.InetSocketAddress;

/**
 * What a transport needs to listen.
 *
 * @param address where to bind; port 0 takes a free one
 * @param tls the server's certificate and the CAs of its clients
 * @param limits the bounds for each peer
 * @param ioThreads how many threads serve the socket; 1 or more; a stack that can't spread one
 *     socket takes fewer
 */
public record ServerConfig(
    InetSocketAddress address, TlsConfig tls, TransportLimits limits, int ioThreads) {

  public ServerConfig {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException(
          "address unresolved: host=%s".formatted(address.getHostString()));
    }
    if (ioThreads < 1) {
      throw new IllegalArgumentException("limit out of range: ioThreads=%d".formatted(ioThreads));
    }
  }
}
