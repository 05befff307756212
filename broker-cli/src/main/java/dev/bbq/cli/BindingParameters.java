// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import picocli.CommandLine.Parameters;

/** The parameters that name a binding. */
final class BindingParameters {

  @Parameters(index = "0", paramLabel = "QUEUE", description = "Name of the queue.")
  private String queue = "";

  @Parameters(index = "1", paramLabel = "EXCHANGE", description = "Name of the exchange.")
  private String exchange = "";

  @Parameters(
      index = "2",
      paramLabel = "KEY",
      description =
          "The key itself at a direct exchange; a pattern at a topic exchange, as in 'orders.*.eu'"
              + " or 'orders.#'; anything at a fanout exchange.")
  private String key = "";

  String queue() {
    return queue;
  }

  String exchange() {
    return exchange;
  }

  String key() {
    return key;
  }

  @Override
  public String toString() {
    return "queue=%s, exchange=%s, key=%s".formatted(queue, exchange, key);
  }
}
