// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import dev.bbq.benchmarks.load.DriverKind;
import dev.bbq.benchmarks.load.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * BBQ as it is distributed, by its own command.
 *
 * @param home the folder of the distribution
 */
record BbqPeer(String transport, Path home) implements Peer {

  @Override
  public String name() {
    return "bbq-" + transport;
  }

  private Path command() {
    return home.resolve("bin/bbq");
  }

  @Override
  public Optional<String> missing() {
    return Files.isExecutable(command())
        ? Optional.empty()
        : Optional.of("no bin/bbq: folder=%s, give --bbq".formatted(home));
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return Executable.firstLine(List.of(command().toString(), "--version"));
  }

  @Override
  public String terms() {
    return "QUIC, TLS 1.3 with client certificates; store 'memory'; confirm: in every matched"
        + " queue's store; cumulative acks, not answered";
  }

  @Override
  public boolean does(Workload workload) {
    // A thousand clients on kwik are many thousand threads, and connect for minutes.
    return workload != Workload.IDLE || !transport.equals("kwik");
  }

  @Override
  public DriverKind driver() {
    return DriverKind.BBQ;
  }

  @Override
  public String clientClassPath() {
    return Jvm.classPath();
  }

  @Override
  public String clientTransport() {
    return transport;
  }

  @Override
  public Optional<String> ceiling() {
    return Optional.of("raw-" + transport);
  }

  @Override
  public int freePort() throws IOException {
    return Ports.udp();
  }

  @Override
  public Server start(Path folder, Path certificates, int port) throws IOException {
    return Server.start(
        folder,
        Map.of("BBQ_JAVA_HOME", Jvm.home()),
        List.of(
            command().toString(),
            "serve",
            "--certs",
            certificates.toString(),
            "--data",
            folder.resolve("data").toString(),
            "--listen",
            "127.0.0.1:" + port,
            "--transport",
            transport),
        port,
        certificates);
  }
}
