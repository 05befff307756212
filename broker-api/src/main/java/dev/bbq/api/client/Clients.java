// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.plugin.Transports;

/** Makes clients. */
public final class Clients {

  private Clients() {}

  /** Connects as {@link BbqClient#connect} says. */
  public static BbqClient connect(ClientOptions options) {
    return Client.connect(options, Transports.find(options.transport(), options.plugins()));
  }
}
