// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
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

  /**
   * Requires that the key is that of the certificate, by signing with it; takes about as long as
   * the signature of a handshake. For transports, before they use it.
   *
   * @throws TransportException of kind TLS if it is another one's, or neither EC nor RSA
   */
  public void requireOwnKey() throws TransportException {
    try {
      if (!belongTogether(key, chain.get(0).getPublicKey())) {
        throw new GeneralSecurityException("the key is not that of the certificate");
      }
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  /** Returns the failure of a transport that can't use certificate or key. */
  public TransportException unusable(Exception cause) {
    return new TransportException(
        TransportException.Kind.TLS,
        "own certificate or key unusable: subject=%s, reason=%s"
            .formatted(chain.get(0).getSubjectX500Principal().getName(), cause.getMessage()),
        cause);
  }

  private static boolean belongTogether(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException {
    String algorithm =
        switch (publicKey) {
          case ECPublicKey ec -> "SHA256withECDSA";
          case RSAPublicKey rsa when rsa.getAlgorithm().equals("RSA") -> "SHA256withRSA";
          default ->
              throw new GeneralSecurityException(
                  "key type unknown: type=" + publicKey.getAlgorithm());
        };
    byte[] probe = {1, 2, 3};
    var signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(probe);
    return signature.verify(signed);
  }

  @Override
  public String toString() {
    return "TlsConfig[subject=" + chain.get(0).getSubjectX500Principal() + "]"; // never the key
  }
}
