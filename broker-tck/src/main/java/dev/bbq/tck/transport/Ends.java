// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.ServerConfig;
import dev.bbq.api.transport.TlsConfig;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import dev.bbq.api.transport.TransportServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server and a client on the loopback interface. */
final class Ends extends Monitor implements AutoCloseable {

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  private final TransportServer server;
  private final TransportClient client;
  private final List<ConnectionProbe> accepted = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private int taken;

  private Ends(Transport transport, ServerConfig serverConfig, ClientConfig clientConfig)
      throws TransportException {
    server =
        transport.listen(
            serverConfig,
            new Transport.Acceptor() {
              @Override
              public ConnectionHandler accept(TransportConnection connection) {
                var probe = new ConnectionProbe().attach(connection);
                change(() -> accepted.add(probe));
                return probe;
              }

              @Override
              public void onRefused(Refusal refusal) {
                change(() -> refusals.add(refusal));
              }
            });
    client = transport.client(clientConfig);
  }

  static Ends open(Transport transport, Pki pki, TransportLimits limits) throws TransportException {
    return open(transport, pki.server(), pki.client(), limits, 1);
  }

  static Ends open(
      Transport transport, TlsConfig server, TlsConfig client, TransportLimits limits, int threads)
      throws TransportException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Ends(
        transport,
        new ServerConfig(address, server, limits, threads),
        new ClientConfig(client, limits));
  }

  TransportServer server() {
    return server;
  }

  TransportClient client() {
    return client;
  }

  int port() {
    return server.address().getPort();
  }

  /** Connects and returns the client's end. */
  ConnectionProbe connect() throws TransportException {
    return connect("127.0.0.1", port());
  }

  ConnectionProbe connect(String host, int port) throws TransportException {
    return connect(client, host, port);
  }

  static ConnectionProbe connect(TransportClient client, String host, int port)
      throws TransportException {
    var probe = new ConnectionProbe();
    try {
      TransportConnection connection =
          client.connect(host, port, probe).toCompletableFuture().get(20, TimeUnit.SECONDS);
      return probe.attach(connection);
    } catch (ExecutionException | CompletionException e) {
      if (e.getCause() instanceof TransportException failure) {
        throw failure;
      }
      throw new AssertionError("failure of a wrong type", e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("connect hangs", e);
    }
  }

  /** Returns the next connection at the server's end. */
  ConnectionProbe accepted() {
    await("connection at the server", () -> accepted.size() > taken);
    return read(() -> accepted.get(taken++));
  }

  int acceptedCount() {
    return read(accepted::size);
  }

  /** Returns the first refusal that the server's end was told. */
  Refusal refusal() {
    await("refusal", () -> !refusals.isEmpty());
    return read(() -> refusals.get(0));
  }

  int refusalCount() {
    return read(refusals::size);
  }

  @Override
  public void close() {
    boolean ended = client.close(0, CLOSE_TIMEOUT);
    ended &= server.close(0, CLOSE_TIMEOUT);
    if (!ended) {
      throw new AssertionError("server or client did not end");
    }
    for (ConnectionProbe probe : accepted) {
      if (!probe.faults().isEmpty()) {
        throw new AssertionError("callbacks at the server broke the rules: " + probe.faults());
      }
    }
  }

  @Override
  public String toString() {
    return "Ends[accepted=%d, taken=%d, refusals=%s]".formatted(accepted.size(), taken, refusals);
  }
}
