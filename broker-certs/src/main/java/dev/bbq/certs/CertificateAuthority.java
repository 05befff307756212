// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A certificate authority that signs with a root key of its own. Safe for use by many threads. */
public final class CertificateAuthority {

  private static final Duration TEN_YEARS = Duration.ofDays(3650);

  private final IssuedCertificate root;
  private final Clock clock;
  private final SecureRandom random;

  private CertificateAuthority(IssuedCertificate root, Clock clock, SecureRandom random) {
    this.root = root;
    this.clock = clock;
    this.random = random;
  }

  /** Makes an authority with a new key and a self-signed certificate, valid ten years. */
  public static CertificateAuthority create(
      String commonName, KeyType keyType, Clock clock, SecureRandom random) {
    KeyPair keys = keyType.generate(random);
    X509Certificate certificate =
        new CertificateWriter(clock, random)
            .root(commonName, keys, CertificateRequest.BACKDATED, TEN_YEARS);
    return of(new IssuedCertificate(keys.getPrivate(), List.of(certificate)), clock, random);
  }

  /** Returns the authority that owns an existing root certificate and its key. */
  public static CertificateAuthority of(IssuedCertificate root, Clock clock, SecureRandom random) {
    return new CertificateAuthority(root, clock, random);
  }

  /** Returns the root certificate: what those who trust this authority need. */
  public X509Certificate certificate() {
    return root.certificate();
  }

  /** Returns the root certificate and its key. */
  public IssuedCertificate root() {
    return root;
  }

  /**
   * Makes a key and a certificate for it, valid for what the request says, even beyond the end of
   * the root certificate.
   *
   * @throws CertificatesException if a name of the request is neither host name nor IP address
   */
  public IssuedCertificate issue(CertificateRequest request) {
    KeyPair keys = request.keyType().generate(random);
    X509Certificate certificate =
        new CertificateWriter(clock, random).leaf(request, keys.getPublic(), root);
    return new IssuedCertificate(keys.getPrivate(), List.of(certificate));
  }
}
