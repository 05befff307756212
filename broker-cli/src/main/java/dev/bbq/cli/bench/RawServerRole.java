// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.PemFiles;
import dev.bbq.api.plugin.Transports;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportServer;
import dev.bbq.api.transport.TransportStream;
import java.time.Duration;

/** The bare transport's answer to a broker: a byte for each frame, whatever is in it. */
final class RawServerRole implements Role {

  private final TransportServer server;

  RawServerRole(ChildSettings settings) throws TransportException {
    server =
        Transports.find(settings.plugins().transport(), settings.plugins().load())
            .listen(
                new ServerConfig(
                    settings.freeAddress(),
                    PemFiles.server(settings.certificates()),
                    TransportLimits.DEFAULT,
                    1),
                connection -> new Connection(settings.frameBytes()));
  }

  @Override
  public int port() {
    return server.address().getPort();
  }

  @Override
  public void close() {
    boolean unused = server.close(0, Duration.ofSeconds(1));
  }

  private record Connection(int frameBytes) implements ConnectionHandler {

    @Override
    public StreamHandler onStream(TransportStream stream) {
      return new RawCounter(stream, frameBytes);
    }

    @Override
    public void onStreamCredit() {}

    @Override
    public void onClosed(CloseCause cause) {}
  }
}
