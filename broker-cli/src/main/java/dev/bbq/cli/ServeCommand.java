// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ClientOptions;
import dev.bbq.core.Broker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bbq serve}: runs a broker until a signal ends it. */
@Command(
    name = "serve",
    header = "Run a broker until SIGTERM or SIGINT; a second one ends it at once.",
    description = {
      "",
      "With --dev, makes the certificates that are missing in DIR/certs, and prints to stdout the"
          + " one line to paste into another shell, once it listens. Messages are kept by the"
          + " store; those of the store 'memory' end with the broker."
    })
final class ServeCommand implements Callable<Integer> {

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Io io;

  @Option(
      names = "--dev",
      description = "For development, with certificates of its own; there is no other way yet.")
  private boolean development;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:6789",
      description = "Where to listen, port 0 for a free one; default ${DEFAULT-VALUE}.")
  private ServerAddress listen = new ServerAddress("127.0.0.1", ClientOptions.DEFAULT_PORT);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "bbq-data",
      description = "Folder for certificates and what the store writes; default ${DEFAULT-VALUE}.")
  private Path data = Path.of("bbq-data");

  @Option(
      names = "--transport",
      paramLabel = "NAME",
      description = "The QUIC stack to use; else BBQ_TRANSPORT, else the only one there is.")
  private Optional<String> transport = Optional.empty();

  @Option(
      names = "--store",
      paramLabel = "NAME",
      description = "What keeps the messages; else the only one there is.")
  private Optional<String> store = Optional.empty();

  ServeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (!development) {
      throw new CommandException(
          ExitCode.USAGE,
          "no certificates for the broker: use 'bbq serve --dev', which makes its own");
    }
    Logs.setVerbose();
    Path certificates = data.resolve("certs").toAbsolutePath().normalize();
    InetSocketAddress address = listen.resolve();
    if (!CertificateFolder.at(certificates).make(namesToProve(address)).isEmpty()) {
      io.err().println("made certificates in " + certificates);
    }
    CountDownLatch stop = new CountDownLatch(1);
    Signals.handle(stop::countDown);
    Broker broker = start(address, certificates);
    announce(broker, certificates);
    stop.await();
    io.err().println("draining, for up to " + Durations.format(DRAIN));
    if (!broker.close(DRAIN)) {
      throw new CommandException(
          ExitCode.FAILURE,
          "clients were cut off: drained=%s; they may not know what became of their last messages"
              .formatted(Durations.format(DRAIN)));
    }
    return ExitCode.OK;
  }

  /** The address that clients will verify, unless it is one of many. */
  private List<String> namesToProve(InetSocketAddress address) {
    return address.getAddress().isAnyLocalAddress() ? List.of() : List.of(listen.host());
  }

  private Broker start(InetSocketAddress address, Path certificates) {
    Broker.Builder builder =
        Broker.builder().listen(address).certificates(certificates).dataDirectory(data);
    transport.ifPresent(builder::transport);
    store.ifPresent(builder::store);
    return builder.start();
  }

  private void announce(Broker broker, Path certificates) throws IOException {
    io.err()
        .println(
            "%s listens on %s: transport=%s, store=%s"
                .formatted(
                    new Version().getVersion()[0],
                    ServerAddress.of(broker.address()),
                    broker.transport(),
                    broker.store()));
    io.err().println("to use it, paste this into another shell:");
    io.printData(
        "export BBQ_SERVER=%s BBQ_CERTS=%s"
            .formatted(
                Shell.quote(reachable(broker.address()).toString()),
                Shell.quote(certificates.toString())));
  }

  private ServerAddress reachable(InetSocketAddress address) {
    String host = address.getAddress().isAnyLocalAddress() ? "localhost" : listen.host();
    return new ServerAddress(host, address.getPort());
  }
}
