// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;

/** The receivers of connections and streams that nobody has claimed. */
final class Unheard {

  static final StreamHandler STREAM = new StreamHandler() {};
  static final ConnectionHandler CONNECTION = stream -> STREAM;

  private Unheard() {}
}
