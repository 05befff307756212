// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Locale;

/** Our own certificate and key, as far as kwik can use them. */
final class OwnMaterial {

  static final String ALIAS = "own";
  static final char[] PASSWORD = {};
  private static final int P256_BITS = 256;

  private OwnMaterial() {}

  /** Returns a store with certificate and key, which have been tried. */
  static KeyStore store(TlsConfig tls) throws TransportException {
    requireUsable(tls);
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, tls.key(), PASSWORD, tls.chain().toArray(new X509Certificate[0]));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(tls, e);
    }
  }

  /** Fails unless the key belongs to the certificate and is of a type that kwik signs with. */
  static void requireUsable(TlsConfig tls) throws TransportException {
    try {
      if (!belongTogether(tls.key(), tls.chain().get(0).getPublicKey())) {
        throw new GeneralSecurityException("the key is not that of the certificate");
      }
    } catch (GeneralSecurityException e) {
      throw unusable(tls, e);
    }
  }

  /**
   * Says whether kwik's client can show the certificate to a server that asks for one. It takes the
   * algorithm by which the certificate was signed for that of its key, and P-256 for every curve.
   */
  static boolean canBeShown(TlsConfig tls) {
    X509Certificate own = tls.chain().get(0);
    String signedBy = own.getSigAlgName().toLowerCase(Locale.ROOT);
    return switch (own.getPublicKey()) {
      case RSAPublicKey rsa -> signedBy.endsWith("withrsa");
      case ECPublicKey ec ->
          signedBy.endsWith("withecdsa")
              && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS;
      default -> false;
    };
  }

  private static TransportException unusable(TlsConfig tls, Exception cause) {
    return new TransportException(
        TransportException.Kind.TLS,
        "own certificate or key unusable: subject=%s, reason=%s"
            .formatted(tls.chain().get(0).getSubjectX500Principal(), cause.getMessage()),
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
}
