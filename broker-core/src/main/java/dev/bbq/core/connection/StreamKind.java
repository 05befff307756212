// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

/** The kinds of streams that a client may open (docs/protocol.md, "Streams"). */
enum StreamKind {
  /** Publishes messages. */
  PUBLISH,
  /** Consumes a queue. */
  CONSUME,
  /** Carries what concerns the whole connection. */
  CONTROL,
  /** Asks for changes and lists. */
  REQUEST
}
