// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.Transport.Acceptor;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.QuicStream;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnection;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;

/** One of kwik's servers: with one certificate, and with the clients that it was shown to. */
final class Listener implements ApplicationProtocolConnectionFactory {

  private static final System.Logger LOG = System.getLogger(Listener.class.getName());
  private static final int CONNECTION_ID_BYTES = 8;
  // kwik wants some, though nobody may open such streams.
  private static final int UNIDIRECTIONAL_BYTES = 5 << 10;
  // kwik remembers a client that never came back for 30 s, and waits for it to be closed.
  private static final Duration CLOSE_PATIENCE = Duration.ofMillis(1500);

  // ServerConnectionImpl.abortConnection
  private static final String ABORTED = " aborted due to internal error";

  private final X509Certificate certificate;
  private final TransportLimits limits;
  private final Acceptor acceptor;
  private final Life life;
  private final Admission admission;
  private final SharedSocket socket;
  private final ServerConnector connector;
  // By what kwik calls them in its log.
  private final Map<String, KwikConnection> open = new ConcurrentHashMap<>();

  private Listener(
      X509Certificate certificate,
      KeyStore own,
      TransportLimits limits,
      Acceptor acceptor,
      Life life,
      Admission admission,
      SharedSocket socket,
      SharedSocket.Share share)
      throws TransportException {
    this.certificate = certificate;
    this.limits = limits;
    this.acceptor = acceptor;
    this.life = life;
    this.admission = admission;
    this.socket = socket;
    try {
      connector =
          ServerConnector.builder()
              .withSocket(share)
              .withKeyStore(own, OwnMaterial.ALIAS, OwnMaterial.PASSWORD)
              .withConfiguration(configuration())
              .withLogger(new KwikLog(this::onFault))
              .build();
    } catch (IOException | CertificateException | RuntimeException e) {
      throw new TransportException(
          TransportException.Kind.TLS, "TLS set-up failed: reason=" + e.getMessage(), e);
    }
  }

  /** Makes a factory of listeners that differ in their certificate. */
  static Factory factory(
      TransportLimits limits,
      Acceptor acceptor,
      Life life,
      Admission admission,
      SharedSocket socket) {
    return (tls, share) -> {
      Trust.in(tls); // of no use to this side, but it has to be usable
      KeyStore own = OwnMaterial.store(tls);
      X509Certificate certificate = tls.chain().get(0);
      var listener =
          new Listener(certificate, own, limits, acceptor, life, admission, socket, share);
      listener.connector.registerApplicationProtocol(Transport.ALPN, listener);
      listener.connector.start();
      return listener;
    };
  }

  /** Makes listeners. */
  @FunctionalInterface
  interface Factory {
    /** Makes and starts a listener. */
    Listener start(TlsConfig tls, SharedSocket.Share share) throws TransportException;
  }

  /** Says whether it has no connections. */
  boolean isIdle() {
    return open.isEmpty();
  }

  /** Ends it; blocks for a short while. */
  void close() {
    Thread closer = life.threads().start("listener-end", connector::close);
    try {
      if (!closer.join(CLOSE_PATIENCE)) {
        closer.interrupt(); // it closes the rest at once
        closer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public @Nullable ApplicationProtocolConnection createConnection(
      String protocol, QuicConnection quic) {
    InetSocketAddress client = ((ServerConnection) quic).getInitialRemoteAddress();
    String refusal = refusalOf(client, quic);
    if (refusal != null) {
      LOG.log(System.Logger.Level.DEBUG, "client refused: peer={0}, reason={1}", client, refusal);
      quic.close(TransportErrorCode.CONNECTION_REFUSED, refusal);
      return null;
    }
    Runnable atEnd =
        () -> {
          open.remove(quic.toString());
          socket.disconnected(client);
        };
    var connection =
        new KwikConnection(
            life,
            quic,
            new Peer(client, List.of()),
            Optional.of(certificate),
            IdleWatch.ofServer(socket.connected(client), limits.idleTimeout()),
            atEnd);
    open.put(quic.toString(), connection);
    connection.open(connection.peer(), () -> connection.handler(acceptor.accept(connection)));
    return new ApplicationProtocolConnection() {
      @Override
      public void acceptPeerInitiatedStream(QuicStream stream) {
        connection.onPeerStream(stream);
      }
    };
  }

  @Override
  public int maxConcurrentPeerInitiatedUnidirectionalStreams() {
    return 0;
  }

  @Override
  public int maxConcurrentPeerInitiatedBidirectionalStreams() {
    return limits.maxStreams();
  }

  /** Ends a connection that kwik has let go of, of which nothing but its log tells. */
  private void onFault(String message, Throwable fault) {
    if (message.endsWith(ABORTED)) {
      String name = message.substring(0, message.length() - ABORTED.length());
      KwikConnection aborted = open.get(name);
      if (aborted != null) {
        aborted.fail(fault);
      }
    }
  }

  private @Nullable String refusalOf(InetSocketAddress client, QuicConnection quic) {
    String refusal = admission.complete(client);
    return refusal == null && isEarly(quic) ? "early data" : refusal;
  }

  /**
   * Says whether the handshake isn't complete: kwik accepts early data (RFC 8446 section 2.3),
   * which can be replayed. Only its refusal to open a stream shows; an interrupt keeps it from
   * doing so.
   */
  private static boolean isEarly(QuicConnection quic) {
    Thread.currentThread().interrupt();
    try {
      quic.createStream(false);
      throw new AssertionError("stream opened in spite of an interrupt");
    } catch (IOException e) {
      return true;
    } catch (RuntimeException e) {
      return false;
    } finally {
      Thread.interrupted();
    }
  }

  private ServerConnectionConfig configuration() {
    return ServerConnectionConfig.builder()
        .maxIdleTimeout((int) limits.idleTimeout().toMillis())
        .maxConnectionBufferSize(limits.connectionWindowBytes())
        .maxBidirectionalStreamBufferSize(limits.streamWindowBytes())
        .maxUnidirectionalStreamBufferSize(UNIDIRECTIONAL_BYTES)
        .maxOpenPeerInitiatedBidirectionalStreams(limits.maxStreams())
        .maxOpenPeerInitiatedUnidirectionalStreams(0)
        .connectionIdLength(CONNECTION_ID_BYTES)
        .retryRequired(true)
        .build();
  }
}
