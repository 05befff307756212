// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BrokerStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bbq status}. */
@Command(
    name = "status",
    header = "Tell how the broker is; its exit code tells scripts.",
    description = {
      "",
      "0: it is up and takes messages. 6: it is up, but publishers have to wait. 3: it has refused"
          + " this client. 4: it can't be reached. 5: it did not answer in time. 8: client and"
          + " broker do not accept each other's certificates."
    })
final class StatusCommand implements Callable<Integer> {

  private final Io io;

  @Option(names = "--json", description = "Print a line of JSON instead.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      description = "How long to wait for it, as in 500ms or 3s; default ${DEFAULT-VALUE}.")
  private Duration timeout = Duration.ofSeconds(10);

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  StatusCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    BrokerStatus status;
    try (BbqClient client = connection.connect(timeout)) {
      status = client.monitor().status();
    }
    io.printData(json ? StatusReport.json(status) : StatusReport.text(status));
    return status.blocked().isPresent() ? ExitCode.BLOCKED : ExitCode.OK;
  }
}
