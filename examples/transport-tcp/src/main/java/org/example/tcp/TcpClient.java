// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Makes connections, each in a thread of its own. */
final class TcpClient implements TransportClient {

  private static final Duration RETRY_PAUSE = Duration.ofMillis(50);
  private static final String ALERT = "Received fatal alert: ";

  private final ClientConfig config;
  private final Tls tls;
  private final Endpoint endpoint = new Endpoint();

  TcpClient(ClientConfig config) throws TransportException {
    this.config = config;
    tls = new Tls(config.tls());
  }

  @Override
  public CompletionStage<TransportConnection> connect(
      String host, int port, ConnectionHandler handler) {
    var connected = new CompletableFuture<TransportConnection>();
    try {
      endpoint.threads().execute(() -> connect(host, port, handler, connected));
    } catch (RejectedExecutionException e) {
      connected.completeExceptionally(closed(host, port));
    }
    return connected;
  }

  private void connect(
      String host,
      int port,
      ConnectionHandler handler,
      CompletableFuture<TransportConnection> connected) {
    long endNs = System.nanoTime() + config.limits().handshakeTimeout().toNanos();
    Trust trust = tls.trust();
    Socket raw = null;
    TcpConnection connection;
    Frame settings;
    try {
      Socket open = open(InetAddress.getByName(host), port, endNs);
      raw = open;
      SSLSocket socket = tls.client(open, host, trust);
      settings =
          endpoint.handshake(
              open,
              Duration.ofNanos(endNs - System.nanoTime()),
              () -> {
                socket.startHandshake();
                // In TLS 1.3 the server judges us after that; with its first word it has.
                return Frame.read(new DataInputStream(socket.getInputStream()));
              });
      connection =
          new TcpConnection(false, open, socket, config.limits(), tls.own(), endpoint.threads());
    } catch (IOException e) {
      if (raw != null) {
        Sockets.close(raw);
      }
      connected.completeExceptionally(failure(e, trust, host, port, endNs));
      return;
    }
    connection.execute(
        () -> {
          connection.begin(handler);
          connection.handle(settings);
          connected.complete(connection);
        });
    endpoint.serve(connection);
  }

  /**
   * Opens a socket. Where nobody listens it tries again, as a packet would be sent again: the
   * contract knows no other failure there than a server that does not answer.
   */
  private Socket open(InetAddress address, int port, long endNs) throws IOException {
    while (true) {
      var raw = new Socket();
      try {
        raw.setTcpNoDelay(true);
        raw.connect(new InetSocketAddress(address, port), millisUntil(endNs));
        return raw;
      } catch (IOException e) {
        Sockets.close(raw);
        boolean again = e instanceof ConnectException && millisUntil(endNs) > 1;
        if (!again || endpoint.isClosed()) {
          throw e;
        }
        try {
          Thread.sleep(RETRY_PAUSE);
        } catch (InterruptedException interrupted) {
          throw new IOException(interrupted);
        }
      }
    }
  }

  private static int millisUntil(long endNs) {
    return Math.clamp((endNs - System.nanoTime()) / 1_000_000, 1, Integer.MAX_VALUE);
  }

  private TransportException failure(
      IOException failure, Trust trust, String host, int port, long endNs) {
    String words = String.valueOf(failure.getMessage());
    String target = "host=%s, port=%d".formatted(host, port);
    if (endpoint.isClosed()) {
      return closed(host, port);
    }
    if (trust.refusal().isPresent()) {
      return new TransportException(
          TransportException.Kind.TLS,
          "certificate refused: subject=%s, reason=%s, %s"
              .formatted(trust.subject().orElse(""), trust.refusal().orElse(""), target),
          failure);
    }
    if (failure instanceof UnknownHostException) {
      return new TransportException(
          TransportException.Kind.ADDRESS, "host unknown: " + target, failure);
    }
    if (millisUntil(endNs) <= 1) {
      return new TransportException(
          TransportException.Kind.TIMEOUT,
          "server did not answer: %s, timeoutMs=%d"
              .formatted(target, config.limits().handshakeTimeout().toMillis()),
          failure);
    }
    if (failure instanceof SSLException && words.contains(ALERT)) {
      String alert = words.substring(words.indexOf(ALERT) + ALERT.length());
      return new TransportException(
          TransportException.Kind.TLS,
          "connection refused: %s, refused by the peer's TLS: alert=%s"
              .formatted(target, alert.toLowerCase(Locale.ROOT)),
          failure);
    }
    return new TransportException(
        TransportException.Kind.FAILURE,
        "connection failed: %s, reason=%s".formatted(target, words),
        failure);
  }

  private static TransportException closed(String host, int port) {
    return new TransportException(
        TransportException.Kind.FAILURE,
        "client closed: host=%s, port=%d".formatted(host, port),
        null);
  }

  @Override
  public boolean close(long code, Duration timeout) {
    return endpoint.close(code, timeout);
  }
}
