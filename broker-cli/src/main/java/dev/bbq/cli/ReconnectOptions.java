// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ReconnectPolicy;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that goes on after its connection was lost. */
final class ReconnectOptions {

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  @Option(
      names = "--reconnect",
      paramLabel = "DURATION",
      defaultValue = "5m",
      description =
          "How long to try to connect again when the connection is lost, 0s for not at all; default"
              + " ${DEFAULT-VALUE}.")
  private Duration reconnect = ReconnectPolicy.DEFAULT.maxOutage();

  /** Connects; from then on tells on stderr what becomes of one of the connections. */
  BbqClient connect(ConnectionPurpose purpose, Io io) {
    return BbqClient.connect(
        connection
            .builder()
            .reconnect(ReconnectPolicy.DEFAULT.withMaxOutage(reconnect))
            .listener(new Notices(purpose, io.err(), InstantSource.system()))
            .build());
  }
}
