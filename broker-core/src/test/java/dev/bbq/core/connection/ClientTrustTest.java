// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.certs.CertificateAuthority;
import dev.bbq.certs.CertificateRequest;
import dev.bbq.certs.KeyType;
import dev.bbq.certs.Purpose;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientTrustTest {

  private final TestPki pki = new TestPki();
  private final X509Certificate ca = pki.authority.certificate();

  private void require(X509Certificate... chain) throws Exception {
    new ClientTrust(List.of(TestPki.authority().certificate(), ca)).require(List.of(chain));
  }

  private X509Certificate issue(CertificateRequest request) {
    return pki.authority.issue(request).certificate();
  }

  @ParameterizedTest
  @EnumSource
  void shouldTrustAClientOfItsCa(KeyType key) {
    X509Certificate own = issue(CertificateRequest.client("any").withKeyType(key));

    assertThatCode(() -> require(own)).doesNotThrowAnyException();
  }

  @Test
  void shouldTrustAChainThatEndsWithTheCa() {
    assertThatCode(() -> require(pki.client.certificate(), ca)).doesNotThrowAnyException();
  }

  @Test
  void shouldNotLookAtWhatIsAboveTheCa() {
    X509Certificate other = TestPki.authority().certificate();

    assertThatCode(() -> require(pki.client.certificate(), ca, other)).doesNotThrowAnyException();
  }

  @Test
  void shouldNotTrustAClientOfAnotherCaOfTheSameName() {
    CertificateAuthority other = TestPki.authority();
    X509Certificate stranger = other.issue(CertificateRequest.client("client")).certificate();

    assertRefused(
        "certificate is not of a trusted CA: issuer=" + ca.getSubjectX500Principal().getName(),
        stranger);
    assertRefused(
        "certificate is not of a trusted CA: issuer=" + ca.getSubjectX500Principal().getName(),
        stranger,
        other.certificate());
  }

  @Test
  void shouldNotTrustAClientThatClaimsToBeOfTheCa() {
    X509Certificate stranger =
        TestPki.authority().issue(CertificateRequest.client("client")).certificate();

    assertRefused("certificate is not of a trusted CA", stranger, ca);
  }

  @Test
  void shouldNotTrustACertificateUnderAClient() {
    X509Certificate other = TestPki.authority().issue(CertificateRequest.client("x")).certificate();

    assertRefused("certificate", other, pki.client.certificate(), ca);
  }

  @Test
  void shouldNotTrustWhoIsExpired() {
    X509Certificate late =
        issue(
            CertificateRequest.client("late")
                .withValidity(Duration.ofDays(-2), Duration.ofDays(-1)));

    assertRefused("certificate expired: notAfter=" + late.getNotAfter().toInstant(), late);
  }

  @Test
  void shouldNotTrustWhoIsNotValidYet() {
    X509Certificate early =
        issue(
            CertificateRequest.client("early")
                .withValidity(Duration.ofDays(1), Duration.ofDays(2)));

    assertRefused(
        "certificate not valid yet: notBefore=" + early.getNotBefore().toInstant(), early);
  }

  @Test
  void shouldNotTrustAServer() {
    assertRefused(
        "certificate not meant for this use: missing extended key usage=clientAuth",
        pki.server.certificate());
  }

  @Test
  void shouldNotTrustACertificateForNoUse() {
    assertRefused(
        "certificate not meant for this use: missing extended key usage=clientAuth",
        issue(CertificateRequest.client("any").withPurposes(Set.<Purpose>of())));
  }

  @Test
  void shouldNotTrustTheCaAsAClient() {
    assertRefused("certificate not meant for this use", ca);
  }

  private void assertRefused(String reason, X509Certificate... chain) {
    assertThatThrownBy(() -> require(chain))
        .isInstanceOf(CertificateException.class)
        .hasMessageStartingWith(reason);
  }
}
