// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.certs.CertificateAuthority;
import dev.bbq.certs.CertificateRequest;
import dev.bbq.certs.IssuedCertificate;
import dev.bbq.certs.KeyType;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;

/** One CA with what it issues. */
public final class Pki {

  private final CertificateAuthority authority =
      CertificateAuthority.create(
          "Test CA", KeyType.EC_P256, Clock.systemUTC(), new SecureRandom());

  /** Creates a CA of its own. */
  public Pki() {}

  /** Returns the certificate of the CA. */
  public X509Certificate ca() {
    return authority.certificate();
  }

  /** Returns what a server needs that clients call localhost, 127.0.0.1 or ::1. */
  public TlsConfig server() {
    return issue(CertificateRequest.server("server", List.of("localhost", "127.0.0.1", "::1")));
  }

  /** Returns what a client needs. */
  public TlsConfig client() {
    return issue(CertificateRequest.client("client"));
  }

  /** Returns what the owner of such a certificate needs who trusts the same CA. */
  public TlsConfig issue(CertificateRequest request) {
    return issue(request, ca());
  }

  /** Returns what the owner of such a certificate needs who trusts another CA. */
  public TlsConfig issue(CertificateRequest request, X509Certificate trusted) {
    IssuedCertificate issued = authority.issue(request);
    return new TlsConfig(issued.chain(), issued.key(), List.of(trusted));
  }
}
