// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.TransportException;
import io.netty.handler.ssl.OpenSslCertificateException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The judge of peers' certificates: the JDK's PKIX rules (RFC 5280), and beyond them that the
 * certificate names its use.
 *
 * <p>What it found is kept in the session of the engine, as TLS tells our side no more than that it
 * failed, and the peer no more than an alert.
 */
final class PeerVerifier extends X509ExtendedTrustManager {

  private static final String SERVER_USE = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENT_USE = "1.3.6.1.5.5.7.3.2";
  private static final String VERIFIED = "bbq.verified";
  private static final String REFUSAL = "bbq.refusal";
  // What the JDK calls the key exchange of TLS 1.3, where the cipher suite doesn't tell.
  private static final String UNKNOWN_EXCHANGE = "UNKNOWN";

  /**
   * How many certificates a peer may show. The JDK seeks a path among those that are not in order,
   * which takes it seconds for some dozens that a stranger has made up.
   */
  static final int MOST_CERTIFICATES = 8;

  private final X509ExtendedTrustManager pkix;

  private PeerVerifier(X509ExtendedTrustManager pkix) {
    this.pkix = pkix;
  }

  /** Creates a judge that trusts the CAs of the given material. */
  static PeerVerifier trusting(TlsConfig tls) throws TransportException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (int i = 0; i < tls.trusted().size(); i++) {
        store.setCertificateEntry("ca" + i, tls.trusted().get(i));
      }
      var factory = TrustManagerFactory.getInstance("PKIX");
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509ExtendedTrustManager extended) {
          return new PeerVerifier(extended);
        }
      }
      throw new GeneralSecurityException("no PKIX trust manager");
    } catch (GeneralSecurityException | IOException e) {
      throw new TransportException(
          TransportException.Kind.TLS, "CA certificates unusable: reason=" + e.getMessage(), e);
    }
  }

  /** Returns why the peer of this engine was refused, or null if it was not. */
  static @Nullable CertificateRefusal refusal(SSLEngine engine) {
    return (CertificateRefusal) engine.getSession().getValue(REFUSAL);
  }

  /**
   * Verifies the client of a finished handshake if that resumed an earlier one, in which case TLS
   * hasn't asked.
   */
  void verifyResumed(SSLEngine engine, List<X509Certificate> chain) throws CertificateException {
    if (engine.getSession().getValue(VERIFIED) == null) {
      checkClientTrusted(
          chain.toArray(new X509Certificate[0]), chain.get(0).getPublicKey().getAlgorithm());
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    record(
        engine,
        chain,
        () -> {
          pkix.checkClientTrusted(chain, authType, engine);
          requireUse(chain[0], CLIENT_USE, "clientAuth");
        });
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    record(
        engine,
        chain,
        () -> {
          pkix.checkServerTrusted(chain, UNKNOWN_EXCHANGE, engine);
          requireUse(chain[0], SERVER_USE, "serverAuth");
        });
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    requireShort(chain);
    pkix.checkClientTrusted(chain, authType);
    requireUse(chain[0], CLIENT_USE, "clientAuth");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("host name unknown"); // can't be verified without the engine
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, authType);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return pkix.getAcceptedIssuers();
  }

  private static void record(SSLEngine engine, X509Certificate[] chain, Check check)
      throws CertificateException {
    SSLSession session = engine.getSession();
    try {
      requireShort(chain);
      check.run();
      session.putValue(VERIFIED, true);
    } catch (CertificateException e) {
      CertificateRefusal refusal = CertificateRefusal.of(chain, e);
      session.putValue(REFUSAL, refusal);
      throw new OpenSslCertificateException(refusal.reason(), e, refusal.verdict());
    }
  }

  private static void requireShort(X509Certificate[] chain) throws CertificateException {
    if (chain.length > MOST_CERTIFICATES) {
      throw new CertificateException(
          "too many certificates: certificates=%d, limit=%d"
              .formatted(chain.length, MOST_CERTIFICATES));
    }
  }

  // PKIX lets a certificate that names no use at all pass for every use.
  private static void requireUse(X509Certificate certificate, String use, String name)
      throws CertificateException {
    List<String> uses = certificate.getExtendedKeyUsage();
    if (uses == null || !uses.contains(use)) {
      throw new CertificateException(
          "certificate not meant for this use: missing extended key usage=" + name);
    }
  }

  /** A check of a chain. */
  @FunctionalInterface
  private interface Check {
    void run() throws CertificateException;
  }
}
