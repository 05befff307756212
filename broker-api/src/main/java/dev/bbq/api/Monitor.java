// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.util.List;

/**
 * What a broker tells of itself. Each call waits for the broker's answer, and throws as those of
 * {@link Topology} do. Exchanges, queues and bindings are listed there.
 */
public interface Monitor {

  /** Returns how the broker is now. */
  BrokerStatus status();

  /** Lists the broker's connections by their number, the oldest first. */
  List<ConnectionInfo> connections();
}
