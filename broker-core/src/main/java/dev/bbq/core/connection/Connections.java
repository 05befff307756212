// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.SHUTTING_DOWN;
import static java.util.Comparator.comparingLong;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Refusal;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.Transport;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.wire.Block;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  private final Optional<Lobby> lobby;
  private final Set<ClientConnection> open = ConcurrentHashMap.newKeySet();
  private final RefusalLog refusals;
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final AtomicLong opened = new AtomicLong();
  private final Overview overview;
  private volatile Runnable onWork = () -> {};
  private volatile boolean draining;

  /** Creates an empty set of connections over a transport that knows its clients. */
  public Connections(Services services) {
    this(services, Optional.empty());
  }

  /**
   * Creates an empty set of connections.
   *
   * @param proofs the judge of clients, where the transport does not know them
   */
  public Connections(Services services, Optional<Proofs> proofs) {
    this.services = services;
    this.lobby = proofs.map(judge -> new Lobby(this, judge));
    this.refusals = new RefusalLog(services.about().clock(), LOGGER);
    this.overview = new Overview(services, this);
    services.memory().onChange(this::memoryChanged);
  }

  /** Returns what there is to be seen of the broker. */
  public Overview overview() {
    return overview;
  }

  /** Returns how many there are. */
  public int count() {
    return open.size();
  }

  /** Returns how many there have been. */
  long opened() {
    return opened.get();
  }

  /** Returns those that there are, the oldest first. */
  List<ClientConnection> byNumber() {
    return open.stream().sorted(comparingLong(ClientConnection::number)).toList();
  }

  @Override
  public ConnectionHandler accept(TransportConnection transport) {
    if (lobby.isPresent()) {
      return lobby.get().enter(transport);
    }
    List<X509Certificate> certificates = transport.peer().certificates();
    if (certificates.isEmpty()) {
      return refuse(transport, Optional.empty(), NOT_ALLOWED, "a client certificate is required");
    }
    return admit(transport, certificates.get(0));
  }

  /** Lets a client in whose certificate is its own. */
  ConnectionHandler admit(TransportConnection transport, X509Certificate certificate) {
    String identity = certificate.getSubjectX500Principal().getName();
    ClientConnection connection =
        new ClientConnection(this, transport, services, identity, opened.incrementAndGet());
    open.add(connection);
    if (draining) { // asked once it is among those that drain() tells, so none slips through
      open.remove(connection);
      completeWhenGone();
      return refuse(transport, Optional.of(identity), SHUTTING_DOWN, "broker is shutting down");
    }
    connection.logOpened();
    return connection;
  }

  /** Closes the connection of a client that may not come in. */
  ConnectionHandler refuse(
      TransportConnection transport, Optional<String> identity, ErrorCode code, String reason) {
    onRefused(new Refusal(transport.peer().address(), identity, reason));
    transport.close(code.number(), reason);
    return stream -> new StreamHandler() {}; // it is being closed
  }

  @Override
  public void onRefused(Refusal refusal) {
    refusals.refused(refusal);
  }

  private void memoryChanged() {
    open.forEach(connection -> executeIfOpen(connection, connection::memoryChanged));
  }

  void closed(ClientConnection connection) {
    open.remove(connection);
    completeWhenGone();
    worked();
  }

  private void completeWhenGone() {
    if (draining && open.isEmpty()) {
      gone.complete(null);
    }
  }

  /** Learns that something was done for a client. */
  void worked() {
    if (draining) {
      onWork.run();
    }
  }

  /**
   * Resets streams whose clients owe bytes and sent none since so many calls, closes connections
   * whose clients owe a proof, and looks whether publishers that wait may go on, should nobody else
   * have noticed.
   *
   * @param patience how many calls; 1 or more
   */
  public void sweep(int patience) {
    services.memory().look();
    refusals.tellSuppressed();
    lobby.ifPresent(Lobby::sweep);
    for (ClientConnection connection : open) {
      if (connection.mayBeSwept()) { // or sweeps that pile up in a stall would look like patience
        executeIfOpen(connection, () -> connection.sweep(patience));
      }
    }
  }

  /**
   * Sets what is called from {@link #drain} on, on any thread, each time something was done for a
   * client: whatever {@link #areIdle} tells has not changed unless it was called.
   *
   * @param called must not block
   */
  public void onWork(Runnable called) {
    onWork = called;
  }

  /**
   * Refuses new connections and new messages from now on, and tells the clients.
   *
   * @param reason for the clients
   */
  public void drain(String reason) {
    draining = true;
    Block.Goodbye goodbye = new Block.Goodbye(SHUTTING_DOWN, reason);
    open.forEach(connection -> executeIfOpen(connection, () -> connection.drain(goodbye)));
  }

  /**
   * Completes with whether the clients have been handed all that is on its way to them now: replies
   * and answers; and whether the settlements that have come are kept.
   */
  public CompletableFuture<Boolean> areIdle() {
    CompletableFuture<Boolean> idle = CompletableFuture.completedFuture(true);
    for (ClientConnection connection : open) {
      try {
        idle = idle.thenCombine(connection.askIdle(), Boolean::logicalAnd);
      } catch (RejectedExecutionException transportEnded) {
        closed(connection);
      }
    }
    return idle;
  }

  /** Tells the clients that nothing more comes; to be called after {@link #drain}. */
  public void farewell() {
    open.forEach(connection -> executeIfOpen(connection, connection::farewell));
  }

  /** Completes once no connection is left; to be called after {@link #drain}. */
  public CompletableFuture<Void> gone() {
    if (open.isEmpty()) {
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
