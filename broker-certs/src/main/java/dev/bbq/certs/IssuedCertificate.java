// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

package dev.bbq.certs;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its private key.
 *
 * @param key the private key
 * @param chain the certificate first, then those of its issuers; the root is left out, since who
 *     trusts it has it
 */
public record IssuedCertificate(PrivateKey key, List<X509Certificate> chain) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the chain is empty
   */
  public IssuedCertificate {
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("chain is empty");
    }
    chain = List.copyOf(chain);
  }

  /** Returns the certificate itself, the first of the chain. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * Writes chain and key as PEM files, the key as PKCS #8 that only the owner can read.
   *
   * <p>A crash leaves no half file.
   *
   * @throws CertificatesException if one exists already or cannot be written
   */
  public void writePem(Path chainFile, Path keyFile) {
    PemFiles.write(this, chainFile, keyFile);
  }

  /** Leaves the private key out. */
  @Override
  public String toString() {
    return "IssuedCertificate[subject=" + certificate().getSubjectX500Principal() + "]";
  }
}
