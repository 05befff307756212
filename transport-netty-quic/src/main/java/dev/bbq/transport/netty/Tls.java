// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportException;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ClientAuth;
import java.security.GeneralSecurityException;

/**
 * The TLS side of a server or client: TLS 1.3 (QUIC knows no other), certificates both ways, no
 * early data, no resumption.
 */
final class Tls {

  private Tls() {}

  /** Creates the context of a server; who shows no certificate it trusts is refused. */
  static QuicSslContext server(TlsConfig tls, PeerVerifier verifier) throws TransportException {
    requireUsable(tls);
    return build(
        QuicSslContextBuilder.forServer(new OwnIdentity(tls), null).clientAuth(ClientAuth.REQUIRE),
        verifier);
  }

  /** Creates the context of a client, which verifies the name of its server. */
  static QuicSslContext client(TlsConfig tls, PeerVerifier verifier) throws TransportException {
    requireUsable(tls);
    return build(
        QuicSslContextBuilder.forClient()
            .keyManager(new OwnIdentity(tls), null)
            .endpointIdentificationAlgorithm("HTTPS"),
        verifier);
  }

  private static QuicSslContext build(QuicSslContextBuilder builder, PeerVerifier verifier)
      throws TransportException {
    try {
      return builder
          .trustManager(verifier)
          .applicationProtocols(Transport.ALPN)
          .earlyData(false)
          // A client caches no session: with none, every handshake verifies certificates anew.
          .sessionCacheSize(0)
          .build();
    } catch (RuntimeException e) {
      throw new TransportException(
          TransportException.Kind.TLS, "TLS set-up failed: reason=" + e.getMessage(), e);
    }
  }

  /** Fails unless the key belongs to the certificate and can be handed to BoringSSL. */
  private static void requireUsable(TlsConfig tls) throws TransportException {
    if (tls.key().getEncoded() == null) {
      throw tls.unusable(new GeneralSecurityException("the key has no encoding"));
    }
    tls.requireOwnKey();
  }
}
