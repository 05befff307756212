// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.Transport.Acceptor;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.QuicStream;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnection;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;

/** A listening server. */
final class KwikServer implements TransportServer, ApplicationProtocolConnectionFactory {

  private static final System.Logger LOG = System.getLogger(KwikServer.class.getName());
  private static final int CONNECTION_ID_BYTES = 8;
  // kwik wants some, though nobody may open such streams.
  private static final int UNIDIRECTIONAL_BYTES = 5 << 10;
  // kwik remembers a client that never came back for 30 s, and waits for it to be closed.
  private static final long CLOSE_PATIENCE_MS = 1500;

  private final TransportLimits limits;
  private final Acceptor acceptor;
  private final Life life;
  private final Admission admission;
  private final SteadySocket socket;
  private final ServerConnector connector;

  private KwikServer(ServerConfig config, Acceptor acceptor, KeyStore own, Life life)
      throws TransportException {
    limits = config.limits();
    this.acceptor = acceptor;
    this.life = life;
    admission =
        new Admission(
            limits.maxConnections(), limits.handshakeTimeout(), life.connections()::size);
    socket = bind(config.address());
    try {
      connector =
          ServerConnector.builder()
              .withSocket(socket)
              .withKeyStore(own, OwnMaterial.ALIAS, OwnMaterial.PASSWORD)
              .withConfiguration(configuration())
              .withLogger(new NullLogger())
              .build();
    } catch (IOException | CertificateException | RuntimeException e) {
      socket.close();
      throw new TransportException(
          TransportException.Kind.TLS, "TLS set-up failed: reason=" + e.getMessage(), e);
    }
    connector.registerApplicationProtocol(Transport.ALPN, this);
    connector.start();
  }

  /** Binds and starts a server. */
  static KwikServer listen(ServerConfig config, Acceptor acceptor) throws TransportException {
    KeyStore own = OwnMaterial.store(config.tls());
    Trust.in(config.tls()); // of no use yet, but it has to be usable
    var life = new Life("bbq-kwik-server");
    try {
      return new KwikServer(config, acceptor, own, life);
    } catch (TransportException | RuntimeException e) {
      life.end(0, Duration.ZERO, () -> {});
      throw e;
    }
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void stopAccepting() {
    admission.shut();
  }

  @Override
  public boolean close(long code, Duration timeout) {
    Codes.require(code);
    stopAccepting();
    return life.end(code, timeout, this::closeConnector);
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
    var connection = new KwikConnection(life, quic, new Peer(client, List.of()));
    connection.open(
        connection.peer(), () -> connection.handler(handlerOf(connection)));
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

  private ConnectionHandler handlerOf(KwikConnection connection) {
    return acceptor.accept(connection);
  }

  private @Nullable String refusalOf(InetSocketAddress client, QuicConnection quic) {
    if (!admission.complete(client)) {
      return admission.isShut() ? "server accepts no more" : "too many connections";
    }
    return isEarly(quic) ? "early data" : null;
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

  private SteadySocket bind(InetSocketAddress address) throws TransportException {
    try {
      return new SteadySocket(address, this::admits);
    } catch (IOException e) {
      throw new TransportException(
          TransportException.Kind.ADDRESS,
          "address not bound: address=%s, reason=%s".formatted(address, e.getMessage()),
          e);
    }
  }

  private boolean admits(java.net.DatagramPacket packet) {
    return admission.admits(packet);
  }

  private void closeConnector() {
    Thread closer = life.threads().start("connector-end", connector::close);
    try {
      if (!closer.join(Duration.ofMillis(CLOSE_PATIENCE_MS))) {
        closer.interrupt(); // it closes the rest at once
        closer.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
