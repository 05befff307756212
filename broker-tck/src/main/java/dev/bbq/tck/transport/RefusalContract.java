// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportCapability;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.certs.CertificateRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server tells whom it turned away, and why. */
@Timeout(60)
abstract class RefusalContract extends TransportContract {

  private static final TransportLimits LIMITS = TransportLimits.DEFAULT;
  private static final Duration DAY = Duration.ofDays(1);

  private final Pki pki = new Pki();
  private final Pki other = new Pki();

  @Test
  @Proves({TransportSentence.ON_REFUSED, TransportSentence.CLIENT_IDENTITY})
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldTellOfClientOfAnotherCa() throws Exception {
    Refusal refusal = refusalOf(other.issue(CertificateRequest.client("stranger"), pki.ca()));
    assertThat(refusal.address().getAddress().isLoopbackAddress()).isTrue();
    assertThat(refusal.identity()).contains("CN=stranger,O=BBQ");
    assertThat(refusal.reason()).startsWith("certificate is not of a trusted CA: issuer=CN=");
  }

  @Test
  @Proves({TransportSentence.ON_REFUSED, TransportSentence.CLIENT_IDENTITY})
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldTellOfExpiredClient() throws Exception {
    Refusal refusal =
        refusalOf(
            pki.issue(
                CertificateRequest.client("late")
                    .withValidity(DAY.negated(), Duration.ofHours(-1))));
    assertThat(refusal.identity()).contains("CN=late,O=BBQ");
    assertThat(refusal.reason()).matches("certificate expired: notAfter=20.*Z");
  }

  @Test
  @Proves({TransportSentence.ON_REFUSED, TransportSentence.CLIENT_IDENTITY})
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldTellOfClientThatIsNotValidYet() throws Exception {
    Refusal refusal =
        refusalOf(
            pki.issue(CertificateRequest.client("early").withValidity(DAY, DAY.multipliedBy(2))));
    assertThat(refusal.identity()).contains("CN=early,O=BBQ");
    assertThat(refusal.reason()).matches("certificate not valid yet: notBefore=20.*Z");
  }

  @Test
  @Proves({TransportSentence.ON_REFUSED, TransportSentence.CLIENT_IDENTITY})
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldTellOfClientWithCertificateOfServer() throws Exception {
    Refusal refusal = refusalOf(pki.server());
    assertThat(refusal.identity()).contains("CN=server,O=BBQ");
    assertThat(refusal.reason()).contains("xtended key usage");
  }

  @Test
  @Proves({TransportSentence.ON_REFUSED, TransportSentence.CLIENT_IDENTITY})
  @Needs(TransportCapability.MUTUAL_TLS)
  void shouldTellOfClientWithoutUsage() throws Exception {
    Refusal refusal =
        refusalOf(pki.issue(CertificateRequest.client("useless").withPurposes(Set.of())));
    assertThat(refusal.reason()).contains("extended key usage=clientAuth");
  }

  @Test
  @Proves({TransportSentence.ON_REFUSED, TransportSentence.MAX_CONNECTIONS})
  void shouldTellThatThereAreTooManyConnections() throws Exception {
    try (var ends = Ends.open(transport(), pki, impatient().withMaxConnections(1))) {
      ends.connect();
      ends.accepted();
      assertThatThrownBy(ends::connect).isInstanceOf(TransportException.class);
      assertThat(ends.refusal().identity()).isEqualTo(Optional.empty());
      assertThat(ends.refusal().reason()).isEqualTo("too many connections: limit=1");
    }
  }

  @Test
  @Proves({TransportSentence.ON_REFUSED, TransportSentence.STOP_ACCEPTING})
  void shouldTellThatServerAcceptsNoMore() throws Exception {
    try (var ends = Ends.open(transport(), pki, impatient())) {
      ends.server().stopAccepting();
      assertThatThrownBy(ends::connect).isInstanceOf(TransportException.class);
      assertThat(ends.refusal().reason()).isEqualTo("server accepts no more");
    }
  }

  @Test
  @Proves(TransportSentence.ON_REFUSED)
  void shouldTellNothingOfClientsThatAreAccepted() throws Exception {
    try (var ends = Ends.open(transport(), pki, LIMITS)) {
      ConnectionProbe client = ends.connect();
      ends.accepted();
      client.connection().close(0, "");
      client.awaitClosed();
      assertThat(ends.refusalCount()).isZero();
    }
  }

  /** Returns limits with which a client doesn't ask for long. */
  private static TransportLimits impatient() {
    return LIMITS.toBuilder().handshakeTimeout(Duration.ofSeconds(3)).build();
  }

  private Refusal refusalOf(TlsConfig client) throws Exception {
    try (var ends = Ends.open(transport(), pki.server(), client, LIMITS, 1)) {
      try {
        ends.connect().awaitClosed();
      } catch (TransportException e) {
        assertThat(e.kind()).isEqualTo(TransportException.Kind.TLS);
      }
      Refusal refusal = ends.refusal();
      assertThat(ends.acceptedCount()).isZero();
      assertThat(ends.refusalCount()).isEqualTo(1);
      return refusal;
    }
  }
}
