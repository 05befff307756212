// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ExchangeType;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bbq declare exchange}. */
@Command(name = "exchange", header = "Declare an exchange; no error if it is there as declared.")
final class DeclareExchangeCommand implements Callable<Integer> {

  private final Io io;

  @Parameters(paramLabel = "NAME", description = "Name of the exchange.")
  private String name = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      required = true,
      completionCandidates = ExchangeTypes.class,
      description = {
        "direct: to the queues bound with that very key",
        "fanout: to all bound queues",
        "topic: to those bound with a pattern that matches, * for one word, # for any number"
      })
  private ExchangeType type = ExchangeType.DIRECT;

  @Option(
      names = "--drop-unroutable",
      description = "Confirm, drop and count what no binding matches, instead of refusing it.")
  private boolean dropUnroutable;

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  DeclareExchangeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() {
    try (BbqClient client = connection.connect()) {
      client.topology().declareExchange(name, type, dropUnroutable);
    }
    io.err()
        .println("exchange declared: name=%s, type=%s".formatted(name, ExchangeTypes.name(type)));
    return ExitCode.OK;
  }
}
