// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Why a peer's certificate was refused.
 *
 * @param identity the subject of the certificate (RFC 2253)
 * @param reason {@code problem: key=value, …}
 * @param verdict the same for TLS, an {@code X509_V_ERR_…} of BoringSSL, of which it makes the
 *     alert that the peer gets
 */
record CertificateRefusal(String identity, String reason, int verdict) {

  private static final int NOT_YET_VALID = 9;
  private static final int HAS_EXPIRED = 10;
  private static final int UNABLE_TO_GET_ISSUER_CERT_LOCALLY = 20;
  private static final int INVALID_PURPOSE = 26;
  private static final int CERT_REJECTED = 28;

  // The JDK has no type for these.
  private static final Pattern OTHER_HOST =
      Pattern.compile("No (subject alternative|name matching).*");
  private static final Pattern OTHER_USE = Pattern.compile(".*[Ee]xtended key usage.*");

  /** Translates the JDK's verdict on a chain. */
  static CertificateRefusal of(X509Certificate[] chain, Exception failure) {
    String words = String.valueOf(Causes.root(failure).getMessage());
    return switch (Causes.root(failure)) {
      case CertificateExpiredException expired -> expired(chain);
      case CertificateNotYetValidException early -> early(chain);
      case CertPathBuilderException unknown -> notTrusted(chain);
      case SignatureException otherKey -> notTrusted(chain); // of a CA that has the same name
      case CertPathValidatorException unknown
          when unknown.getReason() == PKIXReason.NO_TRUST_ANCHOR ->
          notTrusted(chain);
      default ->
          OTHER_HOST.matcher(words).matches()
              ? of(chain, "certificate is of another host: names=" + names(chain[0]), CERT_REJECTED)
              : of(
                  chain,
                  words,
                  OTHER_USE.matcher(words).matches() ? INVALID_PURPOSE : CERT_REJECTED);
    };
  }

  private static CertificateRefusal of(X509Certificate[] chain, String reason, int verdict) {
    return new CertificateRefusal(chain[0].getSubjectX500Principal().getName(), reason, verdict);
  }

  private static CertificateRefusal expired(X509Certificate[] chain) {
    Date first =
        Arrays.stream(chain).map(X509Certificate::getNotAfter).min(Date::compareTo).orElseThrow();
    return of(chain, "certificate expired: notAfter=" + first.toInstant(), HAS_EXPIRED);
  }

  private static CertificateRefusal early(X509Certificate[] chain) {
    Date last =
        Arrays.stream(chain).map(X509Certificate::getNotBefore).max(Date::compareTo).orElseThrow();
    return of(chain, "certificate not valid yet: notBefore=" + last.toInstant(), NOT_YET_VALID);
  }

  private static CertificateRefusal notTrusted(X509Certificate[] chain) {
    return of(
        chain,
        "certificate is not of a trusted CA: issuer="
            + chain[chain.length - 1].getIssuerX500Principal().getName(),
        UNABLE_TO_GET_ISSUER_CERT_LOCALLY);
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().map(typeAndName -> String.valueOf(typeAndName.get(1))).toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  @Override
  public String toString() {
    return "subject=%s, reason=%s".formatted(identity, reason);
  }
}
