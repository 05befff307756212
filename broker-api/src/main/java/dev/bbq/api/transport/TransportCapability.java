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
  RESET_CODES
}
