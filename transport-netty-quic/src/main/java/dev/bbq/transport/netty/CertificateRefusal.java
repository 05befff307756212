// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import java.security.SignatureException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Date;

/**
 * Why a peer's certificate was refused, in words that say what to do about it.
 *
 * @param identity the subject of the certificate (RFC 2253)
 * @param reason {@code problem: key=value, …}
 */
record CertificateRefusal(String identity, String reason) {

  /** Translates the JDK's verdict on a chain. */
  static CertificateRefusal of(X509Certificate[] chain, Exception verdict) {
    return new CertificateRefusal(
        chain[0].getSubjectX500Principal().getName(), reason(chain, Causes.root(verdict)));
  }

  private static String reason(X509Certificate[] chain, Throwable verdict) {
    return switch (verdict) {
      case CertificateExpiredException expired ->
          "certificate expired: notAfter="
              + Arrays.stream(chain)
                  .map(X509Certificate::getNotAfter)
                  .min(Date::compareTo)
                  .map(Date::toInstant)
                  .orElseThrow();
      case CertificateNotYetValidException early ->
          "certificate not valid yet: notBefore="
              + Arrays.stream(chain)
                  .map(X509Certificate::getNotBefore)
                  .max(Date::compareTo)
                  .map(Date::toInstant)
                  .orElseThrow();
      case CertPathBuilderException unknown -> notTrusted(chain);
      case SignatureException otherKey -> notTrusted(chain); // of a CA that has the same name
      case CertPathValidatorException unknown
          when unknown.getReason() == PKIXReason.NO_TRUST_ANCHOR ->
          notTrusted(chain);
      default -> String.valueOf(verdict.getMessage());
    };
  }

  private static String notTrusted(X509Certificate[] chain) {
    return "certificate is not of a trusted CA: issuer="
        + chain[chain.length - 1].getIssuerX500Principal().getName();
  }

  @Override
  public String toString() {
    return "subject=%s, reason=%s".formatted(identity, reason);
  }
}
