// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The CAs that we trust, by the JDK's PKIX rules (RFC 5280). */
final class Trust {

  private static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";
  // What the JDK calls the key exchange of TLS 1.3, where the cipher suite doesn't tell.
  private static final String UNKNOWN_EXCHANGE = "UNKNOWN";

  // The JDK seeks a path among those that are not in order, which takes it seconds for some dozens.
  private static final int MOST_CERTIFICATES = 8;

  private final X509TrustManager pkix;

  private Trust(X509TrustManager pkix) {
    this.pkix = pkix;
  }

  /** Creates the trust in the CAs of the given material. */
  static Trust in(TlsConfig tls) throws TransportException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < tls.trusted().size(); i++) {
        store.setCertificateEntry("ca" + i, tls.trusted().get(i));
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      return new Trust((X509TrustManager) factory.getTrustManagers()[0]);
    } catch (GeneralSecurityException | IOException e) {
      throw new TransportException(
          TransportException.Kind.TLS, "CA certificates unusable: reason=" + e.getMessage(), e);
    }
  }

  /** Fails unless the chain is that of the server of this name, or address in literal form. */
  void requireServer(X509Certificate[] chain, String host) throws CertificateException {
    if (chain.length > MOST_CERTIFICATES) {
      throw new CertificateException(
          "too many certificates: certificates=%d, limit=%d"
              .formatted(chain.length, MOST_CERTIFICATES));
    }
    pkix.checkServerTrusted(chain, UNKNOWN_EXCHANGE);
    // PKIX lets a certificate that names no use at all pass for every use.
    var uses = chain[0].getExtendedKeyUsage();
    if (uses == null || !uses.contains(SERVER_USE)) {
      throw new CertificateException("extended key usage missing: usage=serverAuth");
    }
    HostNames.require(chain[0], host);
  }

  X509Certificate[] issuers() {
    return pkix.getAcceptedIssuers();
  }
}
