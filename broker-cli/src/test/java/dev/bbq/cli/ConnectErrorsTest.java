// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import dev.bbq.api.Message;
import dev.bbq.api.PemFiles;
import dev.bbq.api.Receiver;
import dev.bbq.api.ReconnectPolicy;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.certs.CertificateAuthority;
import dev.bbq.certs.CertificateRequest;
import dev.bbq.certs.IssuedCertificate;
import dev.bbq.certs.KeyType;
import dev.bbq.core.Broker;
import dev.bbq.core.BrokerLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All that can keep a command from a broker, and what its user reads then. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConnectErrorsTest {

  private static final String CHECK_SERVER =
      "check that a broker listens there and that UDP gets through; one that is full or shutting"
          + " down does not answer either";
  private static final String SAME_CA =
      "both sides need certificates of one CA that are valid now, and the broker's must have that"
          + " host's name";
  private static final Pattern TIMEOUT = Pattern.compile("timeoutMs=(\\d+)");
  private static final Duration DAY = Duration.ofDays(1);

  private static final CertificateAuthority OURS = authority("our CA");
  private static final CertificateAuthority OTHER = authority("other CA");

  @TempDir private static Path temp;
  private static Path certs;

  @BeforeAll
  static void makeCertificates() {
    certs = folder("certs", OURS.issue(CertificateRequest.client("client")), OURS);
  }

  @Test
  void shouldSayThatNobodyListens() throws IOException {
    assertFails(
        "localhost:" + closedPort(),
        certs,
        ExitCode.CONNECTION,
        "server did not answer: host=localhost, port=%d, timeoutMs=1000; " + CHECK_SERVER);
  }

  @Test
  void shouldSayThatTheHostIsUnknown() {
    assertFails(
        "no-such-host.invalid:6789",
        certs,
        ExitCode.CONNECTION,
        "host unknown: host=no-such-host.invalid, port=%d; check the name, and that this machine"
            + " has a network");
  }

  @Test
  void shouldSayThatAMuteServerDoesNotAnswer() throws IOException {
    try (var mute = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertFails(
          "127.0.0.1:" + mute.getLocalPort(),
          certs,
          ExitCode.CONNECTION,
          "server did not answer: host=127.0.0.1, port=%d, timeoutMs=1000; " + CHECK_SERVER);
    }
  }

  @Test
  void shouldSayThatABrokerOnlyShakesHands() throws IOException {
    try (var silent = ScriptedServer.start(PemFiles.server(certs), new byte[0])) {
      assertFails(
          "localhost:" + silent.port(),
          certs,
          ExitCode.CONNECTION,
          "broker said nothing: host=localhost, port=%d, timeoutMs=5000; it may be busy: try again,"
              + " and look into its log");
    }
  }

  @Test
  void shouldSayThatVersionsHaveNothingInCommon() throws IOException {
    try (var old =
        ScriptedServer.start(PemFiles.server(certs), ScriptedServer.fail(8, "spoken=7..9"))) {
      assertFails(
          "localhost:" + old.port(),
          certs,
          ExitCode.REFUSED,
          "broker refused the client: host=localhost, port=%d, code=UNSUPPORTED_VERSION,"
              + " reason=spoken=7..9; update the older of client and broker");
    }
  }

  @Test
  void shouldSayThatTheBrokerIsOfAnotherCa() {
    Path others = folder("wrong-ca", OURS.issue(CertificateRequest.client("client")), OTHER);
    try (Broker broker = broker()) {
      assertFails(
          server(broker),
          others,
          ExitCode.CERTIFICATE,
          "connection failed: host=localhost, port=%d, certificate refused:"
              + " subject=CN=server,O=BBQ, reason=certificate is not of a trusted CA:"
              + " issuer=CN=our CA,O=BBQ; "
              + SAME_CA);
    }
  }

  @Test
  void shouldSayWhichNamesTheBrokersCertificateHas() {
    Path named =
        folder(
            "named",
            OURS.issue(CertificateRequest.client("client")),
            OURS,
            OURS.issue(CertificateRequest.server("server", List.of("broker.example", "10.1.2.3"))));
    try (Broker broker = Broker.builder().port(0).certificates(named).start()) {
      assertFails(
          server(broker),
          certs,
          ExitCode.CERTIFICATE,
          "connection failed: host=localhost, port=%d, certificate refused:"
              + " subject=CN=server,O=BBQ, reason=certificate is of another host:"
              + " names=[broker.example, 10.1.2.3]; "
              + SAME_CA);
    }
  }

  @Test
  void shouldSayThatTheBrokerDoesNotTrustTheClientsCa() {
    Path stranger = folder("stranger", OTHER.issue(CertificateRequest.client("client")), OURS);
    assertRefusedByBroker(
        stranger,
        "subject=CN=client,O=BBQ, issuer=CN=other CA,O=BBQ, notAfter=NOT_AFTER, alert=48; the"
            + " broker does not trust its issuer: take one of the broker's CA, or add this CA to"
            + " the broker's ca.pem");
  }

  @Test
  void shouldSayThatTheClientsCertificateIsExpired() {
    Path late =
        folder(
            "late",
            OURS.issue(
                CertificateRequest.client("client")
                    .withValidity(DAY.multipliedBy(-2), DAY.negated())),
            OURS);
    assertRefusedByBroker(
        late,
        "subject=CN=client,O=BBQ, issuer=CN=our CA,O=BBQ, notAfter=NOT_AFTER, alert=45; it is"
            + " expired or not valid yet: renew it, or set the clock");
  }

  @Test
  void shouldSayThatTheCertificateIsNotMeantForClients() {
    Path wrongUse =
        folder(
            "wrong-use",
            OURS.issue(CertificateRequest.server("server", List.of("localhost"))),
            OURS);
    assertRefusedByBroker(
        wrongUse,
        "subject=CN=server,O=BBQ, issuer=CN=our CA,O=BBQ, notAfter=NOT_AFTER, alert=43; it is not"
            + " meant for clients: take one with extended key usage clientAuth");
  }

  @Test
  void shouldSayThatCertificatesAreNotThere() throws IOException {
    Path empty = Files.createDirectories(temp.resolve("empty"));
    assertFails(
        "localhost:1",
        empty,
        ExitCode.CERTIFICATE,
        "certificate not readable: file=%s, reason=no such file; 'bbq certs DIR' makes a folder of"
                .formatted(empty.resolve("client.pem"))
            + " certificates and keys");
  }

  @Test
  void shouldSayThatTheKeyIsUnderAPassword() throws IOException {
    Path locked = folder("locked", OURS.issue(CertificateRequest.client("client")), OURS);
    Path key = locked.resolve("client.key.pem");
    Files.writeString(key, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
    assertFails(
        "localhost:1",
        locked,
        ExitCode.CERTIFICATE,
        "private key not readable: file=%1$s, reason=protected by a password; take it off: 'openssl"
                .formatted(key)
            + " pkcs8 -in %1$s -out NEW'".formatted(key));
  }

  @Test
  void shouldSayThatTheKeyIsOfAnotherCertificate() throws IOException {
    Path mixed = folder("mixed", OURS.issue(CertificateRequest.client("client")), OURS);
    Files.copy(
        certs.resolve("client.key.pem"),
        mixed.resolve("client.key.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    assertFails(
        "localhost:1",
        mixed,
        ExitCode.CERTIFICATE,
        "own certificate or key unusable: subject=CN=client,O=BBQ, reason=the key is not that of"
            + " the certificate; take certificate and key of one pair, with keys of type EC or"
            + " RSA");
  }

  @Test
  void shouldSayThatTheBrokersKeyIsOfAnotherCertificate() throws IOException {
    Path mixed = folder("mixed-server", OURS.issue(CertificateRequest.client("client")), OURS);
    Files.copy(
        certs.resolve("server.key.pem"),
        mixed.resolve("server.key.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    Throwable failure = catchThrowable(() -> Broker.builder().port(0).certificates(mixed).start());
    assertThat(Failures.describe(failure))
        .isEqualTo(
            "can't listen: transport=netty-quic, reason=own certificate or key unusable:"
                + " subject=CN=server,O=BBQ, reason=the key is not that of the certificate; give"
                + " certificate and key of one pair: 'bbq certs DIR' makes them");
    assertThat(Failures.exitCode(failure)).isEqualTo(ExitCode.CERTIFICATE);
  }

  @Test
  void shouldSayThatAnAddressIsTaken() throws IOException {
    try (var taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Throwable failure =
          catchThrowable(
              () -> Broker.builder().port(taken.getLocalPort()).certificates(certs).start());
      assertThat(Failures.describe(failure))
          .startsWith("can't listen: transport=netty-quic, reason=address not bound: address=")
          .endsWith("; another program may listen there: choose with --listen");
      assertThat(Failures.exitCode(failure)).isEqualTo(ExitCode.FAILURE);
    }
  }

  @Test
  void shouldSayThatABrokerMayBeFull() {
    BrokerLimits limits =
        BrokerLimits.DEFAULT.withTransport(TransportLimits.DEFAULT.withMaxConnections(1));
    try (Broker broker = Broker.builder().port(0).certificates(certs).limits(limits).start();
        var first =
            BbqClient.connect(
                ClientOptions.builder()
                    .server("localhost", broker.address().getPort())
                    .certificates(certs)
                    .build())) {
      assertFails(
          server(broker),
          certs,
          ExitCode.CONNECTION,
          "server did not answer: host=localhost, port=%d, timeoutMs=1000; " + CHECK_SERVER);
      assertThat(first.broker()).isNotNull();
    }
  }

  @Test
  void shouldSayThatABrokerMayBeShuttingDown() throws Exception {
    Broker broker = broker();
    try (var client =
        BbqClient.connect(
            ClientOptions.builder()
                .server("localhost", broker.address().getPort())
                .certificates(certs)
                .reconnect(ReconnectPolicy.NEVER)
                .build())) {
      client.topology().declareQueue("q");
      client.publisher().publish("", "q", Message.of("m")).get(10, TimeUnit.SECONDS);
      Receiver receiver = client.receiver("q");
      var unsettled = receiver.receive(Duration.ofSeconds(10));
      String server = server(broker);
      var closing = CompletableFuture.runAsync(() -> broker.close(Duration.ofSeconds(20)));
      while (client.state(ConnectionPurpose.PUBLISHING) instanceof ConnectionState.Connected) {
        Thread.onSpinWait();
      }

      assertFails(
          server,
          certs,
          ExitCode.CONNECTION,
          "server did not answer: host=localhost, port=%d, timeoutMs=1000; " + CHECK_SERVER);

      unsettled.orElseThrow().ack();
      receiver.close();
      closing.get(20, TimeUnit.SECONDS);
    }
  }

  private static void assertRefusedByBroker(Path clientCerts, String details) {
    String notAfter =
        PemFiles.client(clientCerts).chain().get(0).getNotAfter().toInstant().toString();
    try (Broker broker = broker()) {
      assertFails(
          server(broker),
          clientCerts,
          ExitCode.CERTIFICATE,
          "broker refused this client's certificate: host=localhost, port=%d, "
              + details.replace("NOT_AFTER", notAfter));
    }
  }

  /**
   * Runs a command that must fail; {@code %d} in the text stands for the port. It waits for as long
   * as the text says.
   */
  private static void assertFails(String server, Path certificates, int exitCode, String text) {
    TestIo caller = new TestIo(Map.of("BBQ_SERVER", server, "BBQ_CERTS", certificates.toString()));
    Matcher named = TIMEOUT.matcher(text);
    int exit = caller.run("status", "--timeout", named.find() ? named.group(1) + "ms" : "30s");
    String port = server.substring(server.lastIndexOf(':') + 1);
    assertThat(caller.err())
        .isEqualToNormalizingNewlines("bbq status: " + text.replace("%d", port) + "\n");
    assertThat(exit).isEqualTo(exitCode);
  }

  private static Broker broker() {
    return Broker.builder().port(0).certificates(certs).start();
  }

  private static String server(Broker broker) {
    return "localhost:" + broker.address().getPort();
  }

  private static int closedPort() throws IOException {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static CertificateAuthority authority(String name) {
    return CertificateAuthority.create(
        name, KeyType.EC_P256, Clock.systemUTC(), new SecureRandom());
  }

  private static Path folder(String name, IssuedCertificate client, CertificateAuthority trusted) {
    return folder(
        name,
        client,
        trusted,
        OURS.issue(CertificateRequest.server("server", List.of("localhost", "127.0.0.1"))));
  }

  private static Path folder(
      String name,
      IssuedCertificate client,
      CertificateAuthority trusted,
      IssuedCertificate server) {
    try {
      Path folder = Files.createDirectories(temp.resolve(name));
      trusted.root().writePem(folder.resolve("ca.pem"), folder.resolve("ca.key.pem"));
      client.writePem(folder.resolve("client.pem"), folder.resolve("client.key.pem"));
      server.writePem(folder.resolve("server.pem"), folder.resolve("server.key.pem"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
