// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

/** Something that a transport can do and another may lack without breaking the contract. */
public enum TransportCapability {
  /**
   * The server asks for a client certificate in the TLS handshake (RFC 8446 section 4.3.2) and
   * refuses clients without. Without, clients prove their certificate to the broker in its own
   * protocol, and the server has to tell {@link TransportConnection#ownCertificate}.
   */
  MUTUAL_TLS,
  /** A connection survives a change of the client's address (RFC 9000 section 9). */
  MIGRATION,
  /**
   * The code of a peer's RESET_STREAM and STOP_SENDING reaches {@link StreamHandler} unchanged (RFC
   * 9000 section 19.4).
   */
  RESET_CODES,
  /**
   * A peer's RESET_STREAM is told even when nothing else of its stream has come before. Without,
   * such a stream is never told of, and counts against {@link TransportLimits#maxStreams()} for as
   * long as its connection lasts.
   */
  EARLY_RESET,
  /**
   * {@link TransportStream#stopReading} makes the peer's output end (RFC 9000 section 19.5).
   * Without, the peer learns nothing: what it sends is read and thrown away until it ends by
   * itself.
   */
  STOP_SENDING,
  /**
   * What has come before the peer's close is handed over before {@link StreamHandler#onClosed()}.
   * Without, it may be lost with the connection.
   */
  DATA_BEFORE_CLOSE
}
