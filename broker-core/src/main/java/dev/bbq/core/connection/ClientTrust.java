// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The CAs of clients, by the JDK's PKIX rules (RFC 5280), and beyond them that a certificate names
 * its use.
 *
 * <p>A chain is validated as it comes, from the CA downwards, and never put in order or completed:
 * to look for a path among a stranger's certificates may take many seconds, while here a chain that
 * no CA has begun ends with its first certificate.
 */
final class ClientTrust {

  private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";
  private static final int DIGITAL_SIGNATURE = 0;

  private final Set<X509Certificate> trusted;

  /**
   * Creates a judge.
   *
   * @throws GeneralSecurityException if the CAs are of no use
   */
  ClientTrust(List<X509Certificate> trusted) throws GeneralSecurityException {
    this.trusted = Set.copyOf(trusted);
    var unused = parameters();
  }

  private PKIXParameters parameters() throws GeneralSecurityException {
    PKIXParameters parameters =
        new PKIXParameters(
            trusted.stream().map(ca -> new TrustAnchor(ca, null)).collect(Collectors.toSet()));
    parameters.setRevocationEnabled(false); // as in TLS
    return parameters;
  }

  /**
   * Fails unless the chain is that of a client.
   *
   * @param chain its certificate first, each certified by the next
   */
  void require(List<X509Certificate> chain) throws CertificateException {
    List<X509Certificate> path = belowTrusted(chain);
    try {
      CertPath certificates = CertificateFactory.getInstance("X.509").generateCertPath(path);
      var unused = CertPathValidator.getInstance("PKIX").validate(certificates, parameters());
    } catch (CertPathValidatorException e) {
      throw new CertificateException(reason(path, e), e);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new CertificateException("certificate refused: reason=" + e.getMessage(), e);
    }
    requireUse(chain.get(0));
  }

  /** Leaves out a CA that is trusted by itself, and what is above it. */
  private List<X509Certificate> belowTrusted(List<X509Certificate> chain) {
    for (int i = 1; i < chain.size(); i++) {
      if (trusted.contains(chain.get(i))) {
        return chain.subList(0, i);
      }
    }
    return chain;
  }

  private static void requireUse(X509Certificate own) throws CertificateException {
    // PKIX lets a certificate that names no use at all pass for every use.
    List<String> uses = own.getExtendedKeyUsage();
    if (uses == null || !uses.contains(CLIENT_USE)) {
      throw new CertificateException(
          "certificate not meant for this use: missing extended key usage=clientAuth");
    }
    boolean[] keyUses = own.getKeyUsage();
    if (keyUses != null && !keyUses[DIGITAL_SIGNATURE]) {
      throw new CertificateException(
          "certificate not meant for this use: missing key usage=digitalSignature");
    }
  }

  private static String reason(List<X509Certificate> path, CertPathValidatorException verdict) {
    int top = path.size() - 1;
    int index = verdict.getIndex() < 0 ? top : verdict.getIndex();
    X509Certificate judged = path.get(index);
    if (verdict.getReason() == BasicReason.EXPIRED) {
      return "certificate expired: notAfter=" + judged.getNotAfter().toInstant();
    }
    if (verdict.getReason() == BasicReason.NOT_YET_VALID) {
      return "certificate not valid yet: notBefore=" + judged.getNotBefore().toInstant();
    }
    if (index == top && isOfUnknownIssuer(verdict)) {
      return "certificate is not of a trusted CA: issuer="
          + judged.getIssuerX500Principal().getName();
    }
    return "certificate refused: reason=" + verdict.getMessage();
  }

  /** Says whether no CA has the issuer's name, or another key than that which has signed. */
  private static boolean isOfUnknownIssuer(CertPathValidatorException verdict) {
    return verdict.getReason() == PKIXReason.NO_TRUST_ANCHOR
        || verdict.getReason() == BasicReason.INVALID_SIGNATURE
        || verdict.getCause() instanceof InvalidKeyException;
  }
}
