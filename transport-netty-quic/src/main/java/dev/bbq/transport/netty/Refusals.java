// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.Transport.Acceptor;
import io.netty.handler.codec.quic.QuicChannel;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** The reports of the clients that one server turns away; any thread. */
final class Refusals {

  private static final System.Logger LOG = System.getLogger(Refusals.class.getName());

  private static final int MOST_PER_SECOND = 100;
  // Of the length of a certificate's texts the client decides.
  private static final int LONGEST_TEXT = 512;

  private final Acceptor acceptor;
  private final Throttle all;
  private final Throttle turnedAway;

  Refusals(Acceptor acceptor, LongSupplier clockNs) {
    this.acceptor = acceptor;
    all = new Throttle(MOST_PER_SECOND, clockNs);
    turnedAway = new Throttle(1, clockNs);
  }

  /** Reports a client that was not let in, whoever it is; it will ask again soon. */
  void turnedAway(InetSocketAddress client, String reason) {
    if (turnedAway.pass()) {
      tell(client, Optional.empty(), reason);
    }
  }

  /** Reports the end of a handshake if it was TLS on our side that ended it. */
  void refused(QuicChannel channel, Throwable cause) {
    SSLEngine engine = channel.sslEngine();
    if (!(cause instanceof SSLException)
        || engine == null
        || !(channel.remoteSocketAddress() instanceof InetSocketAddress client)) {
      LOG.log(System.Logger.Level.DEBUG, "handshake failed", cause);
      return;
    }
    CertificateRefusal refusal = PeerVerifier.refusal(engine);
    if (refusal == null) {
      tell(client, shown(engine), reason(cause));
    } else {
      tell(client, Optional.of(refusal.identity()), refusal.reason());
    }
  }

  private void tell(InetSocketAddress client, Optional<String> identity, String reason) {
    if (!all.pass()) {
      return;
    }
    try {
      acceptor.onRefused(new Refusal(client, identity.map(Refusals::cut), cut(reason)));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, () -> "report of a refusal failed: peer=" + client, e);
    }
  }

  private static Optional<String> shown(SSLEngine engine) {
    try {
      var first = (X509Certificate) engine.getSession().getPeerCertificates()[0];
      return Optional.of(first.getSubjectX500Principal().getName());
    } catch (SSLPeerUnverifiedException e) { // none was shown so far
      return Optional.empty();
    }
  }

  /** Returns BoringSSL's reason in words. */
  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE")) {
      return "no certificate shown";
    }
    if (message.contains("NO_APPLICATION_PROTOCOL")) {
      return "no application protocol in common: ours=" + Transport.ALPN;
    }
    return "TLS handshake failed: reason=" + message;
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }
}
