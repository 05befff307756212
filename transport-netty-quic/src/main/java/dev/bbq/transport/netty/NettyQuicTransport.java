// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import io.netty.handler.codec.quic.Quic;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The transport named {@code netty-quic}. */
public final class NettyQuicTransport implements Transport {

  /** Creates the provider; for {@link java.util.ServiceLoader}. */
  public NettyQuicTransport() {}

  @Override
  public String name() {
    return "netty-quic";
  }

  @Override
  public Set<TransportCapability> capabilities() {
    return Set.of(TransportCapability.values());
  }

  @Override
  public TransportServer listen(ServerConfig config, Acceptor acceptor) throws TransportException {
    requireNatives();
    return NettyServer.listen(config, acceptor);
  }

  @Override
  public TransportClient client(ClientConfig config) throws TransportException {
    requireNatives();
    return NettyClient.create(config);
  }

  private static void requireNatives() throws TransportException {
    if (!Quic.isAvailable()) {
      throw nativesMissing(Quic.unavailabilityCause());
    }
  }

  static TransportException nativesMissing(@Nullable Throwable cause) {
    return new TransportException(
        TransportException.Kind.FAILURE,
        "native library missing: library=netty-codec-native-quic, reason=%s; add its jar for this platform and --add-modules for it, or use a transport in pure Java, such as kwik (--transport kwik, with its jars in a folder of lib or plugins)"
            .formatted(cause == null ? "unknown" : Causes.words(cause)), // names the platform
        cause);
  }
}
