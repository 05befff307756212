// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import com.rabbitmq.client.impl.ClientVersion;
import dev.bbq.benchmarks.load.DriverKind;
import dev.bbq.benchmarks.load.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * RabbitMQ with files, node name and name service of its own, so that one that is installed and
 * runs is not touched.
 *
 * @param given the {@code rabbitmq-server} to use instead of the installed one
 */
record RabbitPeer(boolean encrypted, Optional<Path> given) implements Peer {

  @Override
  public String name() {
    return encrypted ? "rabbitmq-tls" : "rabbitmq";
  }

  private Optional<Path> server() {
    return given.or(() -> Executable.find("rabbitmq-server"));
  }

  @Override
  public Optional<String> missing() {
    return server().isPresent()
        ? Optional.empty()
        : Optional.of("no rabbitmq-server: install Debian's package, or give --rabbitmq");
  }

  @Override
  public String version() throws IOException {
    String path = server().orElseThrow().toRealPath().toString(); // …/rabbitmq_server-3.10.8/sbin/…
    return "RabbitMQ %s, amqp-client %s"
        .formatted(path.replaceAll(".*rabbitmq_server-([^/]+)/.*", "$1"), ClientVersion.VERSION);
  }

  @Override
  public String terms() {
    return (encrypted ? "TLS 1.3 with client certificates" : "plain TCP")
        + "; classic queue, transient messages; confirm: in the queue's memory;"
        + " cumulative acks, not answered";
  }

  @Override
  public boolean does(Workload workload) {
    return workload != Workload.STREAMS;
  }

  @Override
  public DriverKind driver() {
    return DriverKind.RABBITMQ;
  }

  @Override
  public String clientClassPath() {
    return Jvm.classPath();
  }

  @Override
  public Server start(Path folder, Path certificates, int port) throws IOException {
    int names = Ports.tcp();
    Path config = folder.resolve("rabbitmq.conf");
    Files.writeString(config, encrypted ? encryptedOn(port, certificates) : plainOn(port));
    Path plugins = folder.resolve("enabled_plugins");
    Files.writeString(plugins, "[].\n");
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", folder.toString());
    environment.put("ERL_EPMD_PORT", Integer.toString(names));
    environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
    environment.put("RABBITMQ_NODENAME", "bench@localhost");
    environment.put("RABBITMQ_DIST_PORT", Integer.toString(Ports.tcp()));
    environment.put("RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString());
    environment.put("RABBITMQ_LOG_BASE", folder.resolve("logs").toString());
    environment.put("RABBITMQ_CONFIG_FILE", config.toString());
    environment.put("RABBITMQ_ENABLED_PLUGINS_FILE", plugins.toString());
    environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString());
    environment.put("RABBITMQ_PID_FILE", folder.resolve("pid").toString());
    environment.put(
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}");
    environment.put("RUNNING_UNDER_SYSTEMD", "true"); // the broker itself, no shell around it
    Process nameService =
        Server.launch(
            folder,
            Map.of(),
            List.of("epmd", "-port", Integer.toString(names), "-address", "127.0.0.1"));
    return Server.start(
        folder,
        environment,
        List.of(server().orElseThrow().toString()),
        port,
        encrypted ? certificates : null,
        nameService);
  }

  private static String plainOn(int port) {
    return "listeners.tcp.default = 127.0.0.1:%d%n".formatted(port);
  }

  private static String encryptedOn(int port, Path certificates) {
    return """
    listeners.tcp = none
    listeners.ssl.default = 127.0.0.1:%d
    ssl_options.cacertfile = %s/ca.pem
    ssl_options.certfile = %s/server.pem
    ssl_options.keyfile = %s/server.key.pem
    ssl_options.verify = verify_peer
    ssl_options.fail_if_no_peer_cert = true
    ssl_options.versions.1 = tlsv1.3
    """
        .formatted(port, certificates, certificates, certificates);
  }
}
