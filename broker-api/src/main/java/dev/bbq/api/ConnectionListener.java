// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

/**
 * The receiver of a client's changes of state. It is called on a thread of its own, for one change
 * at a time and in their order; it may block, and what it throws is logged. By then the state may
 * have changed again: {@link BbqClient#state} tells how it is now.
 */
@FunctionalInterface
public interface ConnectionListener {

  /** Does nothing. */
  ConnectionListener NONE = (connection, state) -> {};

  /** Learns that a connection has another state. */
  void onChange(ConnectionPurpose connection, ConnectionState state);
}
