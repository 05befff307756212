// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import static dev.bbq.api.ErrorCode.NOT_ALLOWED;
import static dev.bbq.api.ErrorCode.NO_PROGRESS;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose client has yet to prove who it is: hears one stream and nothing else, and not
 * for long. Once that is done, all goes on to the connection that it then is. In the connection's
 * context, but for what says "any thread".
 */
final class ProvingConnection implements ConnectionHandler {

  private final Lobby lobby;
  private final TransportConnection transport;
  private final Proofs proofs;
  private final X509Certificate shown;
  private final AtomicBoolean sweepAsked = new AtomicBoolean();
  private @Nullable ConnectionHandler proven;
  private boolean begun;
  private boolean over;
  private int sweeps;

  /**
   * Creates a connection that nothing is known of.
   *
   * @param shown the certificate that TLS has shown the client
   */
  ProvingConnection(
      Lobby lobby, TransportConnection transport, Proofs proofs, X509Certificate shown) {
    this.lobby = lobby;
    this.transport = transport;
    this.proofs = proofs;
    this.shown = shown;
  }

  @Override
  public StreamHandler onStream(TransportStream stream) {
    if (proven != null) {
      return proven.onStream(stream);
    }
    if (begun) {
      refuse(NOT_ALLOWED, "certificate not proven: another stream was opened before");
    }
    if (over) {
      return new StreamHandler() {}; // the connection is being closed
    }
    begun = true;
    return new ProofStream(stream, this, proofs, shown);
  }

  /** Learns who the client is. Returns what serves its connection from now on. */
  ConnectionHandler proven(X509Certificate certificate) {
    ConnectionHandler admitted = lobby.leave(this, transport, certificate);
    proven = admitted;
    return admitted;
  }

  /** Closes the connection of a client that has shown no certificate. */
  void refuse(ErrorCode code, String reason) {
    refuse(Optional.empty(), code, reason);
  }

  /**
   * Closes the connection.
   *
   * @param claimed who the client says that it is
   */
  void refuse(Optional<String> claimed, ErrorCode code, String reason) {
    if (!over) {
      over = true;
      lobby.refuse(this, transport, claimed, code, reason);
    }
  }

  /** Says whether nothing more of the client is of interest. */
  boolean isOver() {
    return over;
  }

  /**
   * Has the connection look whether its time is over. Any thread; returns whether that is possible:
   * it is not once the transport has ended.
   */
  boolean sweepLater() {
    try {
      if (sweepAsked.compareAndSet(false, true)) { // or a stall would look like several sweeps
        transport.execute(this::sweep);
      }
      return true;
    } catch (RejectedExecutionException transportEnded) {
      return false;
    }
  }

  private void sweep() {
    sweepAsked.set(false);
    if (proven == null && ++sweeps > proofs.patience()) {
      refuse(NO_PROGRESS, "certificate not proven in time");
    }
  }

  @Override
  public void onClosed(CloseCause cause) {
    over = true;
    lobby.forget(this);
    if (proven != null) {
      proven.onClosed(cause);
    }
  }
}
