// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.bench;

import dev.bbq.api.transport.TransportConnection;

/** A way to send frames over the bare transport. */
interface RawRun {

  /** Begins; in the connection's context. */
  void start(TransportConnection connection);

  /** Goes on where the peer had allowed no further stream; in the connection's context. */
  default void onStreamCredit() {}

  /** Does what has to be done outside of the connection's context; called after {@link #start}. */
  default void drive(TransportConnection connection) {}
}
