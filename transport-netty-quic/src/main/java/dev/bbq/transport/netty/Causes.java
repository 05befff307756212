// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.TransportException;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The translation of Netty's ways to say that something ended into the SPI's. */
final class Causes {

  private static final int NO_COMMON_PROTOCOL = 120;

  private Causes() {}

  /** Returns why the peer closed a connection. */
  static CloseCause ofPeer(QuicConnectionCloseEvent event) {
    if (event.isApplicationClose()) {
      return new CloseCause(CloseCause.Kind.PEER, event.error(), words(event));
    }
    return new CloseCause(CloseCause.Kind.FAILURE, event.error(), describe(event));
  }

  /** Returns why a connection ended that nobody closed. */
  static CloseCause ofEnd(QuicChannel channel, @Nullable Throwable failure) {
    if (channel.isTimedOut()) {
      return new CloseCause(CloseCause.Kind.IDLE_TIMEOUT, 0, "nothing heard from the peer");
    }
    String reason = failure == null ? "connection lost" : describe(channel, failure);
    return new CloseCause(CloseCause.Kind.FAILURE, 0, reason);
  }

  /** Returns why an attempt to connect failed. */
  static TransportException ofConnect(QuicChannel channel, Throwable failure, String target) {
    if (failure instanceof QuicClosedChannelException closed && closed.event() != null) {
      return refused(closed.event(), target);
    }
    var kind =
        failure instanceof SSLException
            ? TransportException.Kind.TLS
            : TransportException.Kind.FAILURE;
    return new TransportException(
        kind, "connection failed: %s, %s".formatted(target, describe(channel, failure)), failure);
  }

  /** Returns that the server closed the connection instead of accepting it. */
  static TransportException refused(QuicConnectionCloseEvent event, String target) {
    boolean certificate =
        event.isTlsError()
            && QuicConnectionCloseEvent.extractTlsError(event.error()) != NO_COMMON_PROTOCOL;
    var kind = certificate ? TransportException.Kind.TLS : TransportException.Kind.FAILURE;
    return new TransportException(
        kind, event.error(), "connection refused: %s, %s".formatted(target, describe(event)), null);
  }

  /** Returns what made a handshake or connection fail on our side, as {@code key=value, …}. */
  static String describe(QuicChannel channel, Throwable failure) {
    var engine = channel.sslEngine();
    CertificateRefusal refusal = engine == null ? null : PeerVerifier.refusal(engine);
    return refusal == null ? "reason=" + words(root(failure)) : "certificate refused: " + refusal;
  }

  /** Returns the first cause of all. */
  static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Returns the message of a failure. */
  static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "unknown" : message;
  }

  private static String describe(QuicConnectionCloseEvent event) {
    if (event.isTlsError()) {
      int alert = QuicConnectionCloseEvent.extractTlsError(event.error());
      return "refused by the peer's TLS: alert=%d, meaning=%s".formatted(alert, meaning(alert));
    }
    return "closed by the peer's transport: error=0x%x, reason=%s"
        .formatted(event.error(), words(event));
  }

  private static String words(QuicConnectionCloseEvent event) {
    try {
      return new String(event.reason(), StandardCharsets.UTF_8);
    } catch (NullPointerException e) { // Netty's way to say that the peer gave no reason
      return "";
    }
  }

  /** Returns what an alert means here (RFC 8446 section 6.2). */
  private static String meaning(int alert) {
    return switch (alert) {
      case 42 -> "bad certificate";
      case 43 -> "unsupported certificate";
      case 44 -> "certificate revoked";
      case 45 -> "certificate expired or not valid yet";
      case 46 -> "certificate not accepted";
      case 48 -> "unknown CA";
      case 116 -> "certificate required";
      case NO_COMMON_PROTOCOL -> "no common application protocol";
      default -> "handshake failed";
    };
  }
}
