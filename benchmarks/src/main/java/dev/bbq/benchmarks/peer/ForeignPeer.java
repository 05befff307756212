// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import dev.bbq.benchmarks.load.DriverKind;
import dev.bbq.benchmarks.load.Workload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** BBQ with a client that is not ours, on another QUIC stack: a SEND block on a stream, no more. */
record ForeignPeer(BbqPeer broker, String clientTransport) implements Peer {

  @Override
  public String name() {
    return "%s<-%s".formatted(broker.name(), clientTransport);
  }

  @Override
  public Optional<String> missing() {
    return broker.missing();
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return broker.version();
  }

  @Override
  public String terms() {
    return broker.terms() + "; the client is the bare transport " + clientTransport;
  }

  @Override
  public boolean does(Workload workload) {
    return workload == Workload.STREAMS;
  }

  @Override
  public DriverKind driver() {
    return DriverKind.RAW_AT_BROKER;
  }

  @Override
  public String clientClassPath() {
    return broker.clientClassPath();
  }

  @Override
  public Optional<String> ceiling() {
    return broker.ceiling().map(raw -> raw + "<-" + clientTransport);
  }

  @Override
  public int freePort() throws IOException {
    return broker.freePort();
  }

  @Override
  public Server start(Path folder, Path certificates, int port) throws IOException {
    return broker.start(folder, certificates, port);
  }
}
