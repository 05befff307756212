// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import java.util.Set;

/** The transport named {@code kwik}. */
public final class KwikTransport implements Transport {

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public KwikTransport() {}

  @Override
  public String name() {
    return "kwik";
  }

  @Override
  public Set<TransportCapability> capabilities() {
    return Set.of();
  }

  @Override
  public TransportServer listen(ServerConfig config, Acceptor acceptor) throws TransportException {
    return KwikServer.listen(config, acceptor);
  }

  @Override
  public TransportClient client(ClientConfig config) throws TransportException {
    return KwikClient.create(config);
  }
}
