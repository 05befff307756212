// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import java.io.IOException;
import java.lang.Thread.State;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicConstants.TransportErrorCode;

/** A connection at the client until its handshake is complete or its time is up. */
final class ConnectAttempt {

  // kwik allows ten times of a stream on a connection.
  private static final int STREAMS_PER_CONNECTION = 10;
  private static final int MOST_TRIES = 3;

  private final String host;
  private final int port;
  private final ConnectionHandler handler;
  private final ClientConfig config;
  private final Trust trust;
  private final Life life;
  private final Set<SteadySocket> sockets;
  private final AtomicInteger tries = new AtomicInteger();
  private final AtomicBoolean decided = new AtomicBoolean();
  private final CompletableFuture<TransportConnection> result = new CompletableFuture<>();
  // By which name kwik knows a host that it doesn't by its own.
  private final Map<String, String> serverNames;
  private volatile @Nullable String refusal;
  private volatile boolean anew;
  private volatile @Nullable SteadySocket socket;

  /**
   * Prepares an attempt.
   *
   * @param sockets where its socket is to be found while it is open
   */
  ConnectAttempt(
      String host,
      int port,
      ConnectionHandler handler,
      ClientConfig config,
      Trust trust,
      Life life,
      Set<SteadySocket> sockets,
      Map<String, String> serverNames) {
    this.host = host;
    this.port = port;
    this.handler = handler;
    this.config = config;
    this.trust = trust;
    this.life = life;
    this.sockets = sockets;
    this.serverNames = serverNames;
  }

  /** Begins; any thread. */
  CompletionStage<TransportConnection> start(Runnable atEnd) {
    long timeoutMs = config.limits().handshakeTimeout().toMillis();
    ScheduledFuture<?> timeout =
        life.timer().schedule(() -> timeOut(timeoutMs), timeoutMs, TimeUnit.MILLISECONDS);
    result.whenComplete(
        (connection, failure) -> {
          timeout.cancel(false);
          atEnd.run();
        });
    connectAs(serverNames.getOrDefault(host, HostNames.guess(host)));
    return result.minimalCompletionStage();
  }

  /** Gives up, as the client is closed. */
  void cancel() {
    fail(TransportException.Kind.FAILURE, "client closed: " + target(), null);
  }

  private void connect(String serverName) {
    QuicClientConnection quic;
    InetAddress address;
    var superseded = new AtomicBoolean();
    try {
      address = InetAddress.getByName(host);
      quic = prepare(address, new Judge(serverName, superseded));
    } catch (UnknownHostException e) {
      fail(TransportException.Kind.ADDRESS, "host unknown: " + target(), e);
      return;
    } catch (IOException | RuntimeException e) {
      fail(TransportException.Kind.FAILURE, failed("reason=" + e.getMessage()), e);
      return;
    }
    var server = new InetSocketAddress(address, port);
    SteadySocket used = Objects.requireNonNull(socket);
    var connection =
        new KwikConnection(
            life,
            quic,
            new Peer(server, List.of()),
            Optional.empty(), // whether it was asked for, kwik doesn't say
            IdleWatch.ofClient(used, config.limits().idleTimeout()),
            () -> {});
    quic.setConnectionListener(
        event -> {
          onTerminated(event, superseded);
          connection.disconnected(event);
        });
    connection.handler(handler);
    used.whenClosed(connection::onSocketClosed); // kwik's client may give up without a word
    try {
      quic.connect();
    } catch (IOException | RuntimeException e) {
      if (!superseded.get()) {
        onFailure(e);
      }
      return;
    }
    if (decided.compareAndSet(false, true)) {
      var peer = new Peer(server, quic.getServerCertificateChain());
      connection.open(peer, () -> result.complete(connection));
    } else {
      quic.close();
    }
  }

  private void connectAs(String serverName) {
    life.threads().start("connect", () -> connect(serverName));
  }

  private QuicClientConnection prepare(InetAddress address, Judge judge) throws IOException {
    var limits = config.limits();
    QuicClientConnection.Builder builder =
        QuicClientConnection.newBuilder()
            .host(judge.serverName)
            .proxy(address.getHostAddress()) // where to send, as it has been resolved here
            .port(port)
            .applicationProtocol(Transport.ALPN)
            .connectTimeout(limits.handshakeTimeout())
            .maxIdleTimeout(limits.idleTimeout())
            .defaultStreamReceiveBufferSize(limits.connectionWindowBytes() / STREAMS_PER_CONNECTION)
            .maxOpenPeerInitiatedBidirectionalStreams(limits.maxStreams())
            .maxOpenPeerInitiatedUnidirectionalStreams(0)
            .socketFactory(this::socket)
            .logger(new KwikLog((message, fault) -> {}))
            .customTrustManager(judge);
    if (OwnMaterial.canBeShown(config.tls())) {
      builder
          .clientCertificate(config.tls().chain().get(0))
          .clientCertificateKey(config.tls().key());
    }
    QuicClientConnection quic = builder.build();
    long connectionWindow =
        limits.connectionWindowBytes() / STREAMS_PER_CONNECTION * STREAMS_PER_CONNECTION;
    quic.setDefaultBidirectionalStreamReceiveBufferSize(
        Math.min(limits.streamWindowBytes(), connectionWindow));
    return quic;
  }

  private DatagramSocket socket(InetAddress server) throws SocketException {
    // kwik sends its first packet before it has noted that it has: an answer that comes at once
    // finds no hello to send again, or its handshake is taken back. It has when it waits for the
    // handshake.
    Thread connecting = Thread.currentThread();
    var opened =
        new ClientSocket(
            () -> connecting.getState() == State.TIMED_WAITING || !connecting.isAlive());
    sockets.removeIf(DatagramSocket::isClosed);
    sockets.add(opened);
    socket = opened;
    return opened;
  }

  private void onTerminated(ConnectionTerminatedEvent event, AtomicBoolean superseded) {
    if (!decided.get() && event.closedByPeer()) {
      CloseCause cause = Causes.of(event);
      if (cause.code() == TransportErrorCode.INVALID_TOKEN.value
          && tries.incrementAndGet() < MOST_TRIES) {
        // kwik's server now and then refuses the token that it has just given.
        superseded.set(true);
        connectAs(serverNames.getOrDefault(host, HostNames.guess(host)));
        return;
      }
      fail(
          new TransportException(
              Causes.kindOf(cause.code()),
              cause.code(),
              "connection refused: %s, %s".formatted(target(), cause.reason()),
              null));
    }
  }

  private void onFailure(Exception failure) {
    OptionalLong alert = Causes.alertIn(failure.getMessage());
    if (refusal != null) {
      refuse();
    } else if (alert.isPresent()) {
      long code = alert.getAsLong();
      fail(
          new TransportException(
              Causes.kindOf(code),
              code,
              "connection refused: %s, %s".formatted(target(), Causes.describe(code, "")),
              failure));
    } else if (String.valueOf(failure.getMessage()).contains("timed out")) {
      timeOut(config.limits().handshakeTimeout().toMillis());
    } else {
      fail(
          TransportException.Kind.FAILURE,
          failed("reason=" + Causes.root(failure).getMessage()),
          failure);
    }
  }

  private void refuse() {
    fail(TransportException.Kind.TLS, failed("certificate refused: " + refusal), null);
  }

  private void timeOut(long timeoutMs) {
    fail(
        TransportException.Kind.TIMEOUT,
        "server did not answer: %s, timeoutMs=%d".formatted(target(), timeoutMs),
        null);
  }

  private void fail(TransportException.Kind kind, String message, @Nullable Throwable cause) {
    fail(new TransportException(kind, message, cause));
  }

  private void fail(TransportException failure) {
    if (decided.compareAndSet(false, true)) {
      result.completeExceptionally(failure);
    }
  }

  private String failed(String why) {
    return "connection failed: %s, %s".formatted(target(), why);
  }

  private String target() {
    return "host=%s, port=%d".formatted(host, port);
  }

  /** The judge of the server's certificate, within the handshake. */
  private final class Judge implements X509TrustManager {
    private final String serverName;

    private final AtomicBoolean superseded;

    Judge(String serverName, AtomicBoolean superseded) {
      this.serverName = serverName;
      this.superseded = superseded;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      try {
        trust.requireServer(chain, host);
        requireKwiksName(chain[0]);
      } catch (AnewException e) {
        throw e;
      } catch (CertificateException e) {
        refusal =
            "subject=%s, reason=%s"
                .formatted(chain[0].getSubjectX500Principal(), Causes.root(e).getMessage());
        refuse(); // at once, as kwik takes its time
        throw e;
      }
    }

    /**
     * Begins anew if kwik will not take the certificate for that of the host: it knows no
     * addresses. What it compares is of no importance, as the host has been verified here.
     */
    private void requireKwiksName(X509Certificate certificate) throws CertificateException {
      String known = HostNames.forKwik(certificate, serverName);
      if (!known.equals(serverName) && !anew) {
        anew = true;
        superseded.set(true);
        serverNames.put(host, known);
        connectAs(known);
        throw new AnewException();
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("a client has no clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return trust.issuers();
    }
  }

  /** Says that a handshake is given up because another has begun. */
  private static final class AnewException extends CertificateException {
    private static final long serialVersionUID = 1L;

    AnewException() {
      super("another name");
    }
  }
}
