// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ReconnectPolicy;
import dev.bbq.api.plugin.Plugins;
import dev.bbq.cli.bench.ExistingBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command that connects to a broker. */
final class ClientConnectionOptions {

  @Option(
      names = "--server",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:6789",
      description = "The broker; else BBQ_SERVER, else localhost:6789.")
  private ServerAddress server = new ServerAddress("localhost", ClientOptions.DEFAULT_PORT);

  @Option(
      names = "--certs",
      paramLabel = "DIR",
      description = "Folder with ca.pem, client.pem and client.key.pem; else BBQ_CERTS.")
  private Optional<Path> certificates = Optional.empty();

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      defaultValue = ServeKeys.DEFAULT_TRANSPORT,
      description = "The QUIC stack to use; else BBQ_TRANSPORT, else ${DEFAULT-VALUE}.")
  private String transport = ServeKeys.DEFAULT_TRANSPORT;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "Folder whose subfolders are plugins; else BBQ_PLUGINS, else that of the"
              + " installation.")
  private Optional<Path> plugins = Optional.empty();

  /** Connects for a few calls, which fail when the connection is lost. */
  BbqClient connect() {
    return BbqClient.connect(builder().reconnect(ReconnectPolicy.NEVER).build());
  }

  /** Connects for a few calls; neither that nor any of them may take longer than the time-out. */
  BbqClient connect(Duration timeout) {
    return BbqClient.connect(
        builder()
            .reconnect(ReconnectPolicy.NEVER)
            .connectTimeout(timeout)
            .requestTimeout(timeout)
            .build());
  }

  /** Returns the transport asked for. */
  String transport() {
    return transport;
  }

  /** Returns the folder of plugins asked for. */
  Optional<Path> plugins() {
    return plugins;
  }

  /**
   * Returns the broker asked for, to be measured.
   *
   * @throws CommandException if something is missing
   * @throws ConnectionException if a certificate or key can't be read
   */
  ExistingBroker existingBroker() {
    builder().build(); // all must be there, and be readable
    return new ExistingBroker(server.host(), server.port(), certificates.orElseThrow());
  }

  /**
   * Returns what the user has asked for.
   *
   * @throws CommandException if something is missing
   * @throws ConnectionException if a certificate or key can't be read
   */
  ClientOptions.Builder builder() {
    Path folder =
        certificates.orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "no certificates given: use --certs DIR or set BBQ_CERTS; 'bbq serve --dev'"
                        + " makes a folder of them and prints the line that sets it"));
    if (server.port() == 0) {
      throw new CommandException(
          ExitCode.USAGE, "port out of range: port=0; give the one the broker listens on");
    }
    ClientOptions.Builder options =
        ClientOptions.builder().server(server.host(), server.port()).certificates(folder);
    options.transport(transport);
    plugins.map(Plugins::in).ifPresent(options::plugins);
    return options;
  }
}
