// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

/**
 * Why a connection ended.
 *
 * @param kind who or what ended it
 * @param code the code of the closing side, or 0 when there was none
 * @param reason the closing side's words or a description; a peer's words are untrusted text; may
 *     be empty
 */
public record CloseCause(Kind kind, long code, String reason) {

  /** Who or what ended a connection. */
  public enum Kind {
    /** We closed it. */
    LOCAL,
    /** The peer closed it, with its code and reason. */
    PEER,
    /** Nothing was heard from the peer for the idle timeout (RFC 9000 section 10.1). */
    IDLE_TIMEOUT,
    /** The stack or the network failed, or TLS refused the peer. */
    FAILURE
  }
}
