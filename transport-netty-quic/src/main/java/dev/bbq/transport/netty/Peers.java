// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.Transport;
import io.netty.handler.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The look at a finished handshake. */
final class Peers {

  private Peers() {}

  /**
   * Returns who the handshake showed.
   *
   * @throws SSLHandshakeException if it must not be spoken to
   */
  static Peer of(QuicChannel channel, PeerVerifier verifier) throws SSLHandshakeException {
    SSLEngine engine = channel.sslEngine();
    var address = (InetSocketAddress) channel.remoteSocketAddress();
    if (engine == null || address == null) {
      throw new SSLHandshakeException("connection lost");
    }
    String protocol = engine.getApplicationProtocol();
    if (!Transport.ALPN.equals(protocol)) {
      throw new SSLHandshakeException("application protocol unknown: protocol=" + protocol);
    }
    try {
      List<X509Certificate> chain = new ArrayList<>();
      for (var certificate : engine.getSession().getPeerCertificates()) {
        chain.add((X509Certificate) certificate);
      }
      if (!engine.getUseClientMode()) {
        verifier.verifyResumed(engine, chain);
      }
      return new Peer(address, chain);
    } catch (CertificateException | SSLPeerUnverifiedException e) {
      throw (SSLHandshakeException) new SSLHandshakeException(e.getMessage()).initCause(e);
    }
  }
}
