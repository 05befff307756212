// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import dev.bbq.benchmarks.load.DriverKind;
import dev.bbq.benchmarks.load.Workload;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * NATS with JetStream.
 *
 * @param given the {@code nats-server} to use instead of the installed one
 */
record NatsPeer(boolean encrypted, Optional<Path> given) implements Peer {

  @Override
  public String name() {
    return encrypted ? "jetstream-tls" : "jetstream";
  }

  private Optional<Path> server() {
    return given.or(() -> Executable.find("nats-server"));
  }

  @Override
  public Optional<String> missing() {
    return server().isPresent()
        ? Optional.empty()
        : Optional.of("no nats-server: install Debian's package, or give --nats");
  }

  @Override
  public String version() throws IOException, InterruptedException {
    return "%s, jnats %s"
        .formatted(
            Executable.firstLine(List.of(server().orElseThrow().toString(), "--version")),
            Nats.CLIENT_VERSION);
  }

  @Override
  public String terms() {
    return (encrypted ? "TLS 1.3 with client certificates" : "plain TCP")
        + "; stream in memory; confirm: in the stream; acks of policy 'all', not answered";
  }

  @Override
  public boolean does(Workload workload) {
    return workload != Workload.STREAMS;
  }

  @Override
  public DriverKind driver() {
    return DriverKind.NATS;
  }

  @Override
  public String clientClassPath() {
    return Jvm.classPath();
  }

  @Override
  public Server start(Path folder, Path certificates, int port) throws IOException {
    Path config = folder.resolve("nats.conf");
    String text =
        """
        listen: "127.0.0.1:%d"
        jetstream { store_dir: "%s/data", max_memory_store: 4GB }
        """
            .formatted(port, folder);
    if (encrypted) {
      text +=
          """
          tls {
            ca_file: "%s/ca.pem"
            cert_file: "%s/server.pem"
            key_file: "%s/server.key.pem"
            verify: true
          }
          """
              .formatted(certificates, certificates, certificates);
    }
    Files.writeString(config, text);
    return Server.start(
        folder,
        Map.of(),
        List.of(server().orElseThrow().toString(), "-c", config.toString()),
        port,
        encrypted ? certificates : null);
  }
}
