// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Streams over one TCP connection with TLS 1.3: what the service loader finds.
 *
 * <p>Its streams share one ordered pipe, so a lost packet holds up all of them, which QUIC was made
 * to avoid. All else of the contract holds.
 */
public final class TcpTransport implements Transport {

  /** Does nothing, as a provider's constructor should. */
  public TcpTransport() {}

  @Override
  public String name() {
    return "tcp";
  }

  @Override
  public Set<TransportCapability> capabilities() {
    return EnumSet.complementOf(EnumSet.of(TransportCapability.MIGRATION));
  }

  @Override
  public TransportServer listen(ServerConfig config, Acceptor acceptor) throws TransportException {
    return new TcpServer(config, acceptor);
  }

  @Override
  public TransportClient client(ClientConfig config) throws TransportException {
    return new TcpClient(config);
  }
}
