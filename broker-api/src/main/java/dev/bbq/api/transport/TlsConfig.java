// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who we are and whom we trust, as TLS needs it.
 *
 * @param chain our certificate first, then those that lead to its CA; not empty
 * @param key the private key of the first certificate
 * @param trusted the CA certificates that a peer's chain must end in; not empty; the JVM's own
 *     trust store plays no part
 */
public record TlsConfig(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> trusted) {

  public TlsConfig {
    chain = List.copyOf(chain);
    trusted = List.copyOf(trusted);
    if (chain.isEmpty() || trusted.isEmpty()) {
      throw new IllegalArgumentException(
          "certificates missing: chain=%d, trusted=%d".formatted(chain.size(), trusted.size()));
    }
  }

  @Override
  public String toString() {
    return "TlsConfig[subject=" + chain.get(0).getSubjectX500Principal() + "]"; // never the key
  }
}
