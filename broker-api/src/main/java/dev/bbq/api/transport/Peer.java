// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * The other end of a connection as the handshake showed it.
 *
 * @param address where its packets came from when the handshake ended
 * @param certificates its verified chain, its own certificate first; empty only at the server of a
 *     transport without {@link TransportCapability#MUTUAL_TLS}
 */
public record Peer(InetSocketAddress address, List<X509Certificate> certificates) {

  public Peer {
    certificates = List.copyOf(certificates);
  }
}
