// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.cli.config.Origin;
import dev.bbq.cli.config.Problems;
import dev.bbq.cli.config.Settings;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bbq serve}: runs a broker until a signal ends it. */
@Command(
    name = "serve",
    header = "Run a broker until SIGTERM or SIGINT; a second one ends it at once.",
    description = {
      "",
      "Each flag is also a key of the configuration file and a variable of the environment:"
          + " --log-format, log.format, BBQ_LOG_FORMAT. A flag wins over the environment, the"
          + " environment over the file. There are more flags, one for each limit, as"
          + " --limits-max-queues: 'bbq config print' lists them all.",
      "",
      "SIGHUP reads the certificates again. With --dev, makes those that are missing in DATA/certs,"
          + " and prints to stdout the one line to paste into another shell, once it listens."
          + " Messages are kept by the store; those of the store 'memory' end with the broker."
    })
final class ServeCommand implements Callable<Integer> {

  private static final System.Logger LOGGER = System.getLogger("dev.bbq.cli.Serve");

  private final Io io;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--dev",
      description = "For development, with certificates of its own in DATA/certs.")
  private boolean development;

  ServeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    ServeConfiguration configuration = configuration();
    Settings settings = configuration.settings();
    Path data = settings.get(ServeKeys.DATA).toAbsolutePath().normalize();
    ServerAddress listen = settings.get(ServeKeys.LISTEN);
    InetSocketAddress address = listen.resolve();
    TlsFiles tls = development ? TlsFiles.in(data.resolve("certs")) : given(configuration);
    Logs.configure(
        io.err(),
        LogFormat.of(settings.get(ServeKeys.LOG_FORMAT)),
        LogLevel.of(settings.get(ServeKeys.LOG_LEVEL)));
    if (development) {
      makeMissing(data.resolve("certs"), listen, address);
    }
    LOGGER.log(
        Level.INFO,
        "%s starts: config=%s, data=%s, plugins=%s"
            .formatted(
                new Version().getVersion()[0],
                orNone(configuration.file()),
                data,
                orNone(configuration.plugins())));
    Duration drain = settings.get(ServeKeys.DRAIN_TIMEOUT);
    CountDownLatch stop = new CountDownLatch(1);
    AtomicReference<Runnable> onHangUp = new AtomicReference<>(() -> {});
    Signals.handle(stop::countDown, drain, () -> onHangUp.get().run());
    Broker broker = start(configuration, address, tls);
    onHangUp.set(new Renewal(broker, tls));
    if (development) {
      announce(broker, listen, data.resolve("certs"));
    }
    awaitStop(stop, broker);
    LOGGER.log(Level.INFO, "draining: timeout=%s".formatted(Durations.format(drain)));
    if (!broker.close(drain)) {
      throw new CommandException(
          ExitCode.FAILURE,
          "clients were cut off: drained=%s; they may not know what became of their last messages"
              .formatted(Durations.format(drain)));
    }
    return ExitCode.OK;
  }

  private static void awaitStop(CountDownLatch stop, Broker broker) throws InterruptedException {
    try {
      stop.await();
    } catch (InterruptedException e) { // by who runs it as a part of something else
      boolean unused = broker.close(Duration.ZERO);
      throw e;
    }
  }

  private ServeConfiguration configuration() {
    var parsed = spec.commandLine().getParseResult();
    Problems problems = new Problems();
    ServeConfiguration configuration =
        ServeConfiguration.read(
            ServeFlags.file(parsed), ServeFlags.values(parsed), io.env(), problems);
    if (!problems.isEmpty()) {
      problems.all().forEach(io.err()::println);
      throw new CommandException(
          ExitCode.USAGE,
          "configuration not usable: errors=%d; docs/configuration.md lists all keys"
              .formatted(problems.all().size()));
    }
    return configuration;
  }

  private static TlsFiles given(ServeConfiguration configuration) {
    return configuration
        .tls()
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.USAGE,
                    "no certificates for the broker: give a folder with ca.pem, server.pem and"
                        + " server.key.pem by --certs DIR, BBQ_CERTS or the key 'certs' of the"
                        + " configuration file ('bbq certs DIR NAME' makes one); or, for"
                        + " development, use 'bbq serve --dev', which makes its own"));
  }

  private static String orNone(Optional<Path> path) {
    return path.map(Path::toString).orElse("none");
  }

  private static void makeMissing(Path certs, ServerAddress listen, InetSocketAddress address) {
    // The address that clients will verify, unless it is one of many.
    List<String> names =
        address.getAddress().isAnyLocalAddress() ? List.of() : List.of(listen.host());
    if (!CertificateFolder.at(certs).make(names).isEmpty()) {
      LOGGER.log(Level.INFO, "certificates made: folder=%s".formatted(certs));
    }
  }

  /** Starts a broker. */
  static Broker start(ServeConfiguration configuration, InetSocketAddress address, TlsFiles tls) {
    Settings settings = configuration.settings();
    Broker.Builder builder = Broker.builder().tls(tls.read()).listen(address);
    builder
        .plugins(configuration.loadPlugins())
        .dataDirectory(settings.get(ServeKeys.DATA))
        .limits(LimitKeys.of(settings))
        .ioThreads(Math.toIntExact(settings.get(ServeKeys.IO_THREADS)))
        .declare(settings.topology());
    settings.find(ServeKeys.TRANSPORT).ifPresent(builder::transport);
    settings.find(ServeKeys.STORE).ifPresent(builder::store);
    try {
      return builder.start();
    } catch (BrokerException e) {
      throw e.declaration().map(what -> notDeclared(settings.origin(what), e)).orElseThrow(() -> e);
    }
  }

  private static RuntimeException notDeclared(Origin where, BrokerException why) {
    return new CommandException(
        ExitCode.FAILURE,
        "%s: %s; change this entry, what is there, or the limit".formatted(where, why.getMessage()),
        why);
  }

  private void announce(Broker broker, ServerAddress listen, Path certificates) throws IOException {
    LOGGER.log(Level.INFO, "to use it, paste the line on stdout into another shell");
    InetSocketAddress address = broker.address();
    String host = address.getAddress().isAnyLocalAddress() ? "localhost" : listen.host();
    io.printData(
        "export BBQ_SERVER=%s BBQ_CERTS=%s"
            .formatted(
                Shell.quote(new ServerAddress(host, address.getPort()).toString()),
                Shell.quote(certificates.toString())));
  }
}
