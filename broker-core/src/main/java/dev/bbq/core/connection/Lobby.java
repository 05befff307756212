// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.INTERNAL;
import static dev.bbq.api.ErrorCode.LIMIT_REACHED;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.TransportConnection;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where clients wait that have yet to prove who they are: not for long, and not many. Any thread.
 */
final class Lobby {

  /** How many may wait at once: together they hold little of the broker's memory. */
  static final int MOST = 1024;

  private final Connections connections;
  private final Proofs proofs;
  private final Set<ProvingConnection> waiting = ConcurrentHashMap.newKeySet();

  Lobby(Connections connections, Proofs proofs) {
    this.connections = connections;
    this.proofs = proofs;
  }

  /** Takes a client of whom nothing is known. */
  ConnectionHandler enter(TransportConnection transport) {
    Optional<X509Certificate> shown = transport.ownCertificate();
    if (shown.isEmpty()) {
      return connections.refuse(
          transport,
          Optional.empty(),
          INTERNAL,
          "transport does not tell which certificate the broker has shown");
    }
    if (waiting.size() >= MOST) {
      return connections.refuse(
          transport,
          Optional.empty(),
          LIMIT_REACHED,
          "too many connections without a proof: limit=" + MOST);
    }
    ProvingConnection connection = new ProvingConnection(this, transport, proofs, shown.get());
    waiting.add(connection);
    return connection;
  }

  /** Lets a client in that has proven its certificate; returns what serves it from now on. */
  ConnectionHandler leave(
      ProvingConnection connection, TransportConnection transport, X509Certificate certificate) {
    forget(connection);
    return connections.admit(transport, certificate);
  }

  /**
   * Turns a client away.
   *
   * @param claimed who it says that it is
   */
  void refuse(
      ProvingConnection connection,
      TransportConnection transport,
      Optional<String> claimed,
      ErrorCode code,
      String reason) {
    forget(connection);
    var unused = connections.refuse(transport, claimed, code, reason);
  }

  /** Learns that a client waits no more. */
  void forget(ProvingConnection connection) {
    waiting.remove(connection);
  }

  /** Turns those away that have waited for too long. */
  void sweep() {
    waiting.removeIf(connection -> !connection.sweepLater());
  }
}
