// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;

/** A socket that listens, and a thread that accepts. */
final class TcpServer implements TransportServer {

  private static final long BUSY_PAUSE_NS = 1_000_000_000;
  private static final long REFUSAL_PAUSE_NS = 10_000_000;

  private final ServerConfig config;
  private final Transport.Acceptor acceptor;
  private final ServerSocket socket;
  private final Endpoint endpoint = new Endpoint();
  private final AtomicLong nextBusyNs = new AtomicLong(System.nanoTime());
  private final AtomicLong nextRefusalNs = new AtomicLong(System.nanoTime());
  private final Thread thread;
  private volatile Tls tls;
  private volatile boolean accepting = true;

  TcpServer(ServerConfig config, Transport.Acceptor acceptor) throws TransportException {
    this.config = config;
    this.acceptor = acceptor;
    tls = new Tls(config.tls());
    try {
      socket = new ServerSocket();
      socket.bind(config.address());
    } catch (IOException e) {
      throw new TransportException(
          TransportException.Kind.ADDRESS,
          "address not bound: address=%s, reason=%s".formatted(config.address(), e.getMessage()),
          e);
    }
    thread =
        Thread.ofPlatform().name("bbq-tcp-server-" + socket.getLocalPort()).unstarted(this::run);
    thread.start();
  }

  private void run() {
    while (!socket.isClosed()) {
      try {
        Socket raw = socket.accept();
        if (!accepting) {
          refuse(raw, nextBusyNs, BUSY_PAUSE_NS, Optional.empty(), "server accepts no more");
        } else if (endpoint.size() >= config.limits().maxConnections()) {
          String reason = "too many connections: limit=" + config.limits().maxConnections();
          refuse(raw, nextBusyNs, BUSY_PAUSE_NS, Optional.empty(), reason);
        } else {
          endpoint.threads().execute(() -> serve(raw));
        }
      } catch (IOException | RuntimeException e) {
        // The client has gone again, or the server ends.
      }
    }
  }

  private void serve(Socket raw) {
    Tls current = tls;
    Trust trust = current.trust();
    TcpConnection connection;
    try {
      raw.setTcpNoDelay(true);
      SSLSocket wrapped = current.server(raw, trust);
      connection =
          endpoint.handshake(
              raw,
              config.limits().handshakeTimeout(),
              () -> {
                wrapped.startHandshake();
                return new TcpConnection(
                    true, raw, wrapped, config.limits(), current.own(), endpoint.threads());
              });
    } catch (IOException e) {
      if (isOurRefusal(e)) {
        String reason = trust.refusal().orElse("TLS handshake failed: reason=" + e.getMessage());
        refuse(raw, nextRefusalNs, REFUSAL_PAUSE_NS, trust.subject(), reason);
      } else {
        Sockets.close(raw);
      }
      return;
    }
    connection.execute(() -> connection.begin(acceptor.accept(connection)));
    endpoint.serve(connection);
  }

  /** Says whether it was we who have said no, and not a client that gave up. */
  private static boolean isOurRefusal(IOException failure) {
    return failure instanceof SSLHandshakeException
        && !(failure.getCause() instanceof IOException)
        && !String.valueOf(failure.getMessage()).contains("Received fatal alert");
  }

  private void refuse(
      Socket raw, AtomicLong nextNs, long pauseNs, Optional<String> subject, String reason) {
    long now = System.nanoTime();
    long earliest = nextNs.get();
    if (now - earliest >= 0 && nextNs.compareAndSet(earliest, now + pauseNs)) {
      var address = (InetSocketAddress) raw.getRemoteSocketAddress();
      endpoint.threads().execute(() -> acceptor.onRefused(new Refusal(address, subject, reason)));
    }
    endpoint.threads().execute(() -> Sockets.linger(raw));
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void stopAccepting() {
    accepting = false;
  }

  @Override
  public void renew(TlsConfig renewed) throws TransportException {
    tls = new Tls(renewed);
  }

  @Override
  public boolean close(long code, Duration timeout) {
    try {
      socket.close();
      thread.join(timeout);
    } catch (IOException e) {
      // it is as closed as it can be
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return endpoint.close(code, timeout);
  }
}
