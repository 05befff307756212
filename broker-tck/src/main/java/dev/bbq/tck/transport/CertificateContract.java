// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.certs.CertificateRequest;
import dev.bbq.certs.KeyType;
import dev.bbq.certs.Purpose;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each side knows the other by a certificate that is valid, of a trusted CA, and meant for its use.
 */
@Timeout(60)
abstract class CertificateContract extends TransportContract {

  private static final TransportLimits LIMITS = TransportLimits.DEFAULT;
  private static final Duration DAY = Duration.ofDays(1);

  private final Pki pki = new Pki();
  private final Pki other = new Pki();

  @Test
  @Proves({TransportSentence.ACCEPT, TransportSentence.PEER})
  void shouldTellWhoThePeerIs() throws Exception {
    TlsConfig serverTls = pki.server();
    TlsConfig clientTls = pki.client();
    try (var ends = Ends.open(transport(), serverTls, clientTls, LIMITS, 1)) {
      Peer server = ends.connect().connection().peer();
      Peer client = ends.accepted().connection().peer();
      assertThat(server.certificates().get(0)).isEqualTo(serverTls.chain().get(0));
      if (has(TransportCapability.MUTUAL_TLS)) {
        assertThat(client.certificates().get(0)).isEqualTo(clientTls.chain().get(0));
      } else {
        assertThat(client.certificates()).isEmpty();
      }
      assertThat(server.address().getPort()).isEqualTo(ends.port());
      assertThat(client.address().getAddress().isLoopbackAddress()).isTrue();
    }
  }

  @Test
  @Proves(TransportSentence.OWN_CERTIFICATE)
  void shouldKnowWhichCertificateItHasShown() throws Exception {
    TlsConfig old = pki.server();
    TlsConfig renewed = pki.server();
    try (var ends = Ends.open(transport(), old, pki.client(), LIMITS, 1)) {
      ends.connect();
      assertKnows(ends.accepted(), old);
      ends.server().renew(renewed);
      ends.connect();
      assertKnows(ends.accepted(), renewed);
    }
  }

  private void assertKnows(ConnectionProbe server, TlsConfig shown) {
    Optional<X509Certificate> own = server.connection().ownCertificate();
    assertThat(own).isIn(Optional.empty(), Optional.of(shown.chain().get(0)));
    assertThat(own.isPresent() || has(TransportCapability.MUTUAL_TLS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(KeyType.class)
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldConnectWithEveryTypeOfKey(KeyType type) throws Exception {
    TlsConfig server =
        pki.issue(CertificateRequest.server("server", List.of("127.0.0.1")).withKeyType(type));
    TlsConfig client = pki.issue(CertificateRequest.client("client").withKeyType(type));
    assertConnects(server, client, "127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldConnectToNameOrAddressInCertificate(String host) throws Exception {
    assertConnects(pki.server(), pki.client(), host);
  }

  @Test
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldRefuseServerWithAnotherName() throws Exception {
    TlsConfig server =
        pki.issue(CertificateRequest.server("server", List.of("example.org", "127.0.0.2")));
    assertClientRefuses(server, "localhost");
  }

  @Test
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldRefuseServerWithAnotherAddress() throws Exception {
    TlsConfig server =
        pki.issue(CertificateRequest.server("server", List.of("localhost", "127.0.0.2")));
    assertClientRefuses(server, "127.0.0.1");
  }

  @Test
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldRefuseServerNamedOnlyByItsSubject() throws Exception {
    TlsConfig server = pki.issue(CertificateRequest.server("127.0.0.1", List.of()));
    assertClientRefuses(server, "127.0.0.1");
  }

  @Test
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldRefuseServerOfAnotherCa() throws Exception {
    TlsConfig server =
        other.issue(CertificateRequest.server("server", List.of("127.0.0.1")), pki.ca());
    assertClientRefuses(server, "127.0.0.1");
  }

  @Test
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldRefuseExpiredServer() throws Exception {
    TlsConfig server =
        pki.issue(
            CertificateRequest.server("server", List.of("127.0.0.1"))
                .withValidity(DAY.negated(), Duration.ofHours(-1)));
    assertClientRefuses(server, "127.0.0.1");
  }

  @Test
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldRefuseServerThatIsNotValidYet() throws Exception {
    TlsConfig server =
        pki.issue(
            CertificateRequest.server("server", List.of("127.0.0.1"))
                .withValidity(DAY, DAY.multipliedBy(2)));
    assertClientRefuses(server, "127.0.0.1");
  }

  @Test
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldRefuseServerWithCertificateOfClient() throws Exception {
    TlsConfig server =
        pki.issue(
            CertificateRequest.server("server", List.of("127.0.0.1"))
                .withPurposes(Set.of(Purpose.CLIENT_AUTH)));
    assertClientRefuses(server, "127.0.0.1");
  }

  @Test
  @Proves(TransportSentence.SERVER_IDENTITY)
  void shouldRefuseServerWithoutUsage() throws Exception {
    TlsConfig server =
        pki.issue(CertificateRequest.server("server", List.of("127.0.0.1")).withPurposes(Set.of()));
    assertClientRefuses(server, "127.0.0.1");
  }

  @Test
  @Proves(TransportSentence.CLIENT_IDENTITY)
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldRefuseClientOfAnotherCa() throws Exception {
    assertServerRefuses(other.issue(CertificateRequest.client("client"), pki.ca()));
  }

  @Test
  @Proves(TransportSentence.CLIENT_IDENTITY)
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldRefuseExpiredClient() throws Exception {
    assertServerRefuses(
        pki.issue(
            CertificateRequest.client("client").withValidity(DAY.negated(), Duration.ofHours(-1))));
  }

  @Test
  @Proves(TransportSentence.CLIENT_IDENTITY)
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldRefuseClientThatIsNotValidYet() throws Exception {
    assertServerRefuses(
        pki.issue(CertificateRequest.client("client").withValidity(DAY, DAY.multipliedBy(2))));
  }

  @Test
  @Proves(TransportSentence.CLIENT_IDENTITY)
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldRefuseClientWithCertificateOfServer() throws Exception {
    assertServerRefuses(pki.server());
  }

  @Test
  @Proves(TransportSentence.CLIENT_IDENTITY)
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldRefuseClientWithoutUsage() throws Exception {
    assertServerRefuses(pki.issue(CertificateRequest.client("client").withPurposes(Set.of())));
  }

  @Test
  @Proves(TransportSentence.LISTEN_FAILURE)
  void shouldRefuseOwnKeyOfAnotherCertificate() {
    TlsConfig own = pki.server();
    var mixed = new TlsConfig(own.chain(), pki.server().key(), own.trusted());
    assertThatThrownBy(() -> Ends.open(transport(), mixed, pki.client(), LIMITS, 1))
        .isInstanceOfSatisfying(
            TransportException.class,
            e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.TLS))
        .hasMessageContaining("own certificate or key unusable");
  }

  private void assertConnects(TlsConfig server, TlsConfig client, String host) throws Exception {
    try (var ends = Ends.open(transport(), server, client, LIMITS, 1)) {
      ConnectionProbe connected = ends.connect(host, ends.port());
      connected.open().send(new byte[1]);
      ends.accepted().next().awaitBytes(1);
    }
  }

  private void assertClientRefuses(TlsConfig server, String host) throws Exception {
    try (var ends = Ends.open(transport(), server, pki.client(), LIMITS, 1)) {
      assertThatThrownBy(() -> ends.connect(host, ends.port()))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.TLS))
          .hasMessageContaining("certificate refused: subject=CN=");
      assertThat(ends.acceptedCount()).isZero();
    }
  }

  /**
   * Connects with a client that the server refuses, which shows at the client before or after its
   * own success.
   */
  private void assertServerRefuses(TlsConfig client) throws Exception {
    try (var ends = Ends.open(transport(), pki.server(), client, LIMITS, 1)) {
      String reason;
      try {
        CloseCause cause = ends.connect().awaitClosed();
        assertThat(cause.kind()).isEqualTo(CloseCause.Kind.FAILURE);
        reason = cause.reason();
      } catch (TransportException e) {
        assertThat(e.kind()).isEqualTo(TransportException.Kind.TLS);
        reason = e.getMessage();
      }
      assertThat(reason).contains("refused by the peer's TLS: alert=");
      assertThat(ends.acceptedCount()).isZero();
    }
  }
}
