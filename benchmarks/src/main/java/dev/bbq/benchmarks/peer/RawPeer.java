// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import dev.bbq.benchmarks.load.DriverKind;
import dev.bbq.benchmarks.load.RawServer;
import dev.bbq.benchmarks.load.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transport without a broker: the ceiling.
 *
 * @param clientTransport that of the client, when it is not the same
 */
record RawPeer(String name, String transport, String clientTransport) implements Peer {

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public String version() {
    return "server %s, client %s".formatted(transport, clientTransport);
  }

  @Override
  public String terms() {
    return "QUIC, TLS 1.3; each block is counted and answered by a byte; through to a consumer: a"
        + " relay passes blocks and answers on";
  }

  @Override
  public boolean does(Workload workload) {
    return switch (workload) {
      case STREAMS -> true;
      case PUBLISH -> transport.equals(clientTransport);
      // What two connections of kwik share would need a lock.
      case THROUGH -> transport.equals(clientTransport) && !transport.equals("kwik");
      default -> false;
    };
  }

  @Override
  public DriverKind driver() {
    return DriverKind.RAW;
  }

  @Override
  public String clientClassPath() {
    return Jvm.classPath();
  }

  @Override
  public int freePort() throws IOException {
    return Ports.udp();
  }

  @Override
  public Server start(Path folder, Path certificates, int port) throws IOException {
    return Server.start(
        folder,
        Map.of(),
        Jvm.command(
            Jvm.classPath(),
            RawServer.class.getName(),
            List.of(Integer.toString(port), certificates.toString(), transport)),
        port,
        certificates);
  }
}
