// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ClientOptions;

/** Makes clients. */
public final class Clients {

  private Clients() {}

  /** Connects as {@link BbqClient#connect} says. */
  public static BbqClient connect(ClientOptions options) {
    throw new dev.bbq.api.ConnectionException("not there yet: host=%s".formatted(options.host()));
  }
}
