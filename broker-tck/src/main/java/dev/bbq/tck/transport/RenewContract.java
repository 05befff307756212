// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.certs.CertificateRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server takes other certificates while it runs. */
@Timeout(60)
abstract class RenewContract extends TransportContract {

  private final Pki pki = new Pki();
  private final Pki other = new Pki();

  @Test
  @Proves(TransportSentence.RENEW)
  void shouldShowNewCertificateToNewConnectionsOnly() throws Exception {
    TlsConfig old = pki.server();
    TlsConfig renewed = pki.server();
    try (var ends = Ends.open(transport(), old, pki.client(), TransportLimits.DEFAULT, 1)) {
      ConnectionProbe before = ends.connect();
      ConnectionProbe beforeAtServer = ends.accepted();
      ends.server().renew(renewed);
      assertThat(shown(ends.connect())).isEqualTo(renewed.chain().get(0));
      assertThat(shown(before)).isEqualTo(old.chain().get(0));
      before.open().send(new byte[10]);
      beforeAtServer.next().awaitBytes(10);
    }
  }

  @Test
  @Proves({TransportSentence.RENEW, TransportSentence.CLIENT_IDENTITY})
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldTrustNewCasAndNoOthers() throws Exception {
    try (var ends = Ends.open(transport(), pki, TransportLimits.DEFAULT)) {
      ConnectionProbe before = ends.connect();
      ConnectionProbe beforeAtServer = ends.accepted();
      ends.server().renew(ofOtherCa());
      var clientOfOther =
          other.issue(CertificateRequest.client("client"), other.ca()); // trusts the other CA, too
      TransportClient client =
          transport().client(new ClientConfig(clientOfOther, TransportLimits.DEFAULT));
      try {
        Ends.connect(client, "127.0.0.1", ends.port());
        ends.accepted();
      } finally {
        client.close(0, Duration.ofSeconds(10));
      }
      TransportClient stranger =
          transport()
              .client(
                  new ClientConfig(
                      pki.issue(CertificateRequest.client("old"), other.ca()),
                      TransportLimits.DEFAULT));
      try {
        assertRefused(ends, stranger);
      } finally {
        stranger.close(0, Duration.ofSeconds(10));
      }
      before.open().send(new byte[10]);
      beforeAtServer.next().awaitBytes(10);
    }
  }

  @Test
  @Proves(TransportSentence.RENEW_FAILURE)
  void shouldKeepOldMaterialWhenNewIsOfNoUse() throws Exception {
    TlsConfig old = pki.server();
    var mixed = new TlsConfig(old.chain(), pki.server().key(), old.trusted());
    try (var ends = Ends.open(transport(), old, pki.client(), TransportLimits.DEFAULT, 1)) {
      assertThatThrownBy(() -> ends.server().renew(mixed))
          .isInstanceOfSatisfying(
              TransportException.class,
              e -> assertThat(e.kind()).isEqualTo(TransportException.Kind.TLS))
          .hasMessageContaining("own certificate or key unusable");
      assertThat(shown(ends.connect())).isEqualTo(old.chain().get(0));
    }
  }

  private TlsConfig ofOtherCa() {
    return other.issue(CertificateRequest.server("server", List.of("127.0.0.1")));
  }

  private static Object shown(ConnectionProbe client) {
    return client.connection().peer().certificates().get(0);
  }

  private static void assertRefused(Ends ends, TransportClient client) {
    int accepted = ends.acceptedCount();
    try {
      Ends.connect(client, "127.0.0.1", ends.port()).awaitClosed();
    } catch (TransportException e) {
      assertThat(e.kind()).isEqualTo(TransportException.Kind.TLS);
    }
    assertThat(ends.refusal().reason()).contains("certificate is not of a trusted CA: issuer=CN=");
    assertThat(ends.acceptedCount()).isEqualTo(accepted);
  }
}
