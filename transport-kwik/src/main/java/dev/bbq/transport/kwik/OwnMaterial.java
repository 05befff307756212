// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
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
    tls.requireOwnKey();
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, tls.key(), PASSWORD, tls.chain().toArray(new X509Certificate[0]));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw tls.unusable(e);
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
}
