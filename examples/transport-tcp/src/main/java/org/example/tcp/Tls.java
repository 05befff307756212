// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportException;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** The JDK's TLS with certificates of ours, and sockets that speak it. */
final class Tls {

  private final X509Certificate own;
  private final KeyManager[] keys;
  private final X509ExtendedTrustManager rules;

  Tls(TlsConfig config) throws TransportException {
    config.requireOwnKey();
    own = config.chain().get(0);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "own", config.key(), new char[0], config.chain().toArray(X509Certificate[]::new));
      var keyFactory = KeyManagerFactory.getInstance("PKIX");
      keyFactory.init(store, new char[0]);
      keys = keyFactory.getKeyManagers();
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (X509Certificate ca : config.trusted()) {
        trusted.setCertificateEntry("ca-" + trusted.size(), ca);
      }
      var trustFactory = TrustManagerFactory.getInstance("PKIX");
      trustFactory.init(trusted);
      rules = (X509ExtendedTrustManager) trustFactory.getTrustManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw config.unusable(e);
    }
  }

  /** Returns the certificate that we show. */
  X509Certificate own() {
    return own;
  }

  /** Returns what judges the peer of one handshake. */
  Trust trust() {
    return new Trust(rules);
  }

  /** Returns the server's end of a connection, before the handshake. */
  SSLSocket server(Socket raw, Trust trust) throws IOException {
    SSLSocket socket = wrap(raw, null, raw.getPort(), trust);
    socket.setUseClientMode(false);
    SSLParameters parameters = parameters(socket);
    parameters.setNeedClientAuth(true);
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** Returns the client's end of a connection, before the handshake. */
  SSLSocket client(Socket raw, String host, Trust trust) throws IOException {
    SSLSocket socket = wrap(raw, host, raw.getPort(), trust);
    SSLParameters parameters = parameters(socket);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    return socket;
  }

  private SSLSocket wrap(Socket raw, String host, int port, Trust trust) throws IOException {
    try {
      // One for each handshake: no session is there to be resumed without a look at certificates.
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keys, new TrustManager[] {trust}, null);
      return (SSLSocket) context.getSocketFactory().createSocket(raw, host, port, false);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static SSLParameters parameters(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    parameters.setApplicationProtocols(new String[] {Transport.ALPN});
    return parameters;
  }
}
