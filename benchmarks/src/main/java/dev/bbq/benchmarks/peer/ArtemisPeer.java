// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import dev.bbq.api.BbqClient;
import dev.bbq.benchmarks.load.Driver;
import dev.bbq.benchmarks.load.DriverKind;
import dev.bbq.benchmarks.load.Tls;
import dev.bbq.benchmarks.load.Workload;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Artemis, made and run by its own command.
 *
 * @param home the folder of the unpacked distribution
 */
record ArtemisPeer(boolean encrypted, Path home) implements Peer {

  @Override
  public String name() {
    return encrypted ? "artemis-tls" : "artemis";
  }

  @Override
  public Optional<String> missing() {
    return Files.isExecutable(command())
        ? Optional.empty()
        : Optional.of("no bin/artemis: folder=%s, give --artemis".formatted(home));
  }

  private Path command() {
    return home.resolve("bin/artemis");
  }

  @Override
  public String version() throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(jar -> jar.matches("artemis-server-\\d.*\\.jar"))
          .map(
              jar ->
                  "Artemis %s and its core client"
                      .formatted(jar.replaceAll("artemis-server-|\\.jar", "")))
          .findFirst()
          .orElse("?");
    }
  }

  @Override
  public String terms() {
    return (encrypted ? "TLS 1.3 with client certificates" : "plain TCP")
        + "; core protocol, persistence off, messages not durable; confirm: routed to the queue;"
        + " batched acks, not answered";
  }

  @Override
  public boolean does(Workload workload) {
    return workload != Workload.STREAMS;
  }

  @Override
  public DriverKind driver() {
    return DriverKind.ARTEMIS;
  }

  /** Its own libraries, as its Netty is another one than BBQ's. */
  @Override
  public String clientClassPath() {
    return String.join(
        File.pathSeparator,
        Jvm.location(Driver.class),
        Jvm.location(BbqClient.class),
        Jvm.location(Histogram.class),
        home.resolve("lib") + "/*");
  }

  @Override
  public Server start(Path folder, Path certificates, int port)
      throws IOException, InterruptedException {
    Path instance = folder.resolve("instance");
    List<String> create =
        List.of(
            command().toString(),
            "create",
            instance.toString(),
            "--silent",
            "--user",
            "admin",
            "--password",
            "admin",
            "--require-login",
            "--host",
            "127.0.0.1",
            "--default-port",
            Integer.toString(port),
            "--disable-persistence",
            "--no-web",
            "--no-autotune",
            "--no-amqp-acceptor",
            "--no-hornetq-acceptor",
            "--no-mqtt-acceptor",
            "--no-stomp-acceptor");
    Map<String, String> environment = Map.of("JAVA_HOME", Jvm.home());
    int status = Server.launch(folder, environment, create).waitFor();
    if (status != 0) {
      throw new IOException(
          "instance not made: status=%d, log=%s".formatted(status, Server.log(folder)));
    }
    if (encrypted) {
      writeKeyStores(certificates);
      encrypt(instance.resolve("etc/broker.xml"), certificates);
    }
    return Server.start(
        folder,
        environment,
        List.of(instance.resolve("bin/artemis").toString(), "run"),
        port,
        encrypted ? certificates : null);
  }

  /** The options of "create" are for the web console; the acceptor has to be told here. */
  private static void encrypt(Path configuration, Path certificates) throws IOException {
    String options =
        "?sslEnabled=true;enabledProtocols=TLSv1.3;needClientAuth=true;keyStoreType=PKCS12;"
            + "keyStorePath=%s/server.p12;keyStorePassword=%s;trustStoreType=PKCS12;"
                .formatted(certificates, Tls.PASSWORD)
            + "trustStorePath=%s/ca.p12;trustStorePassword=%s;"
                .formatted(certificates, Tls.PASSWORD);
    String text = Files.readString(configuration);
    Files.writeString(
        configuration,
        text.replaceFirst(
            "(<acceptor name=\"artemis\">tcp://[^?]*)\\?",
            "$1" + Matcher.quoteReplacement(options)));
  }

  private static void writeKeyStores(Path certificates) throws IOException {
    try {
      Tls.writeKeyStores(certificates, "server");
      Tls.writeKeyStores(certificates, "client");
    } catch (GeneralSecurityException e) {
      throw new IOException("key stores not written", e);
    }
  }
}
