// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.ClientConfig;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A client: each of its connections has a socket and threads of its own. */
final class KwikClient implements TransportClient {

  private static final Duration SOCKETS_PATIENCE = Duration.ofSeconds(2);

  private final ClientConfig config;
  private final Trust trust;
  private final Life life = new Life("bbq-kwik-client");
  private final Set<ConnectAttempt> attempts = ConcurrentHashMap.newKeySet();
  private final Map<String, String> serverNames = new ConcurrentHashMap<>();
  private final Set<SteadySocket> sockets = ConcurrentHashMap.newKeySet();

  private KwikClient(ClientConfig config, Trust trust) {
    this.config = config;
    this.trust = trust;
  }

  /** Creates and starts a client. */
  static KwikClient create(ClientConfig config) throws TransportException {
    config.tls().requireOwnKey();
    return new KwikClient(config, Trust.in(config.tls()));
  }

  @Override
  public CompletionStage<TransportConnection> connect(
      String host, int port, ConnectionHandler handler) {
    if (host.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException(
          "target out of range: host=%s, port=%d".formatted(host, port));
    }
    if (life.isEnding()) {
      return CompletableFuture.failedStage(
          new TransportException(
              TransportException.Kind.FAILURE,
              "client closed: host=%s, port=%d".formatted(host, port),
              null));
    }
    var attempt =
        new ConnectAttempt(host, port, handler, config, trust, life, sockets, serverNames);
    attempts.add(attempt);
    return attempt.start(() -> attempts.remove(attempt));
  }

  @Override
  public boolean close(long code, Duration timeout) {
    Codes.require(code);
    return life.end(code, timeout, this::awaitSockets);
  }

  private void awaitSockets() {
    attempts.forEach(ConnectAttempt::cancel);
    // kwik keeps a socket for a short while, in which it says the end again to who hasn't heard.
    long untilNs = System.nanoTime() + SOCKETS_PATIENCE.toNanos();
    sockets.forEach(socket -> socket.awaitClosed(untilNs));
  }
}
