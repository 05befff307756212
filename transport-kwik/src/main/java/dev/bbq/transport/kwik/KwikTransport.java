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
import tech.kwik.core.QuicConnection;

/** The transport named {@code kwik}. */
public final class KwikTransport implements Transport {

  /**
   * Creates the provider; for {@link java.util.ServiceLoader}.
   *
   * <p>Switches off kwik's assertions where the JVM has them on: among them is one that a round
   * trip takes a millisecond at least (LossDetector.detectLostPackets), and a connection with a
   * shorter one loses its receiving thread without a word.
   */
  public KwikTransport() {
    QuicConnection.class.getClassLoader().setPackageAssertionStatus("tech.kwik", false);
  }

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
