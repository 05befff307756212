// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.SHUTTING_DOWN;
import static java.util.Comparator.comparingLong;

import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.wire.Block;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All client connections of a broker: lets clients in, watches over their streams, and ends them in
 * order. Any thread.
 */
public final class Connections implements Transport.Acceptor {

  private static final System.Logger LOGGER = System.getLogger(Connections.class.getName());

  private final Services services;
  private final Map<ClientConnection, CompletableFuture<Void>> drained = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final AtomicLong opened = new AtomicLong();
  private final Overview overview;
  private volatile boolean draining;

  /** Creates an empty set of connections. */
  public Connections(Services services) {
    this.services = services;
    this.overview = new Overview(services, this);
    services.memory().onChange(this::memoryChanged);
  }

  /** Returns what there is to be seen of the broker. */
  public Overview overview() {
    return overview;
  }

  /** Returns how many there are. */
  public int count() {
    return drained.size();
  }

  /** Returns how many there have been. */
  long opened() {
    return opened.get();
  }

  /** Returns those that there are, the oldest first. */
  List<ClientConnection> byNumber() {
    return drained.keySet().stream().sorted(comparingLong(ClientConnection::number)).toList();
  }

  @Override
  public ConnectionHandler accept(TransportConnection transport) {
    Peer peer = transport.peer();
    if (peer.certificates().isEmpty()) {
      LOGGER.log(
          Level.WARNING,
          () -> "connection refused: address=%s, reason=no certificate".formatted(peer.address()));
      transport.close(NOT_ALLOWED.number(), "a client certificate is required");
    } else if (draining) {
      transport.close(SHUTTING_DOWN.number(), "broker is shutting down");
    }
    String identity =
        peer.certificates().isEmpty()
            ? ""
            : peer.certificates().get(0).getSubjectX500Principal().getName();
    ClientConnection connection =
        new ClientConnection(this, transport, services, identity, opened.incrementAndGet());
    drained.put(connection, new CompletableFuture<>());
    LOGGER.log(
        Level.INFO,
        () -> "connection opened: identity=%s, address=%s".formatted(identity, peer.address()));
    return connection;
  }

  private void memoryChanged() {
    drained.keySet().forEach(open -> executeIfOpen(open, open::memoryChanged));
  }

  void closed(ClientConnection connection) {
    CompletableFuture<Void> waiting = drained.remove(connection);
    if (waiting != null) {
      waiting.complete(null);
    }
    if (draining && drained.isEmpty()) {
      gone.complete(null);
    }
  }

  void drainedIf(boolean idle, ClientConnection connection) {
    CompletableFuture<Void> waiting = drained.get(connection);
    if (idle && waiting != null) {
      waiting.complete(null);
    }
  }

  /**
   * Resets streams whose clients owe bytes and sent none since so many calls, and looks whether
   * publishers that wait may go on, should nobody else have noticed.
   *
   * @param patience how many calls; 1 or more
   */
  public void sweep(int patience) {
    services.memory().look();
    for (ClientConnection connection : drained.keySet()) {
      if (connection.mayBeSwept()) { // or sweeps that pile up in a stall would look like patience
        executeIfOpen(connection, () -> connection.sweep(patience));
      }
    }
  }

  /**
   * Refuses new messages from now on, tells the clients, and completes once every message that was
   * taken has been answered.
   *
   * @param reason for the clients
   */
  public CompletableFuture<Void> drain(String reason) {
    draining = true;
    Block.Goodbye goodbye = new Block.Goodbye(SHUTTING_DOWN, reason);
    drained
        .keySet()
        .forEach(connection -> executeIfOpen(connection, () -> connection.drain(goodbye)));
    return CompletableFuture.allOf(drained.values().toArray(CompletableFuture<?>[]::new));
  }

  /** Completes once no connection is left; to be called after {@link #drain}. */
  public CompletableFuture<Void> gone() {
    if (drained.isEmpty()) {
      gone.complete(null);
    }
    return gone;
  }

  private void executeIfOpen(ClientConnection connection, Runnable task) {
    try {
      connection.execute(task);
    } catch (RejectedExecutionException transportEnded) {
      closed(connection);
    }
  }
}
