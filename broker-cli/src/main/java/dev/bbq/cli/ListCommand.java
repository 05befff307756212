// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.Topology;
import dev.bbq.api.Topology.BindingInfo;
import dev.bbq.api.Topology.ExchangeInfo;
import dev.bbq.api.Topology.QueueInfo;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code bbq list}. */
@Command(
    name = "list",
    header = "List what the broker has: exchanges, queues, bindings or connections.")
final class ListCommand implements Callable<Integer> {

  private static final Listing<ExchangeInfo> EXCHANGES =
      new Listing<ExchangeInfo>()
          .column("name", ExchangeInfo::name)
          .column("type", ExchangeInfo::type)
          .column("dropUnroutable", ExchangeInfo::dropUnroutable)
          .column("dropped", ExchangeInfo::dropped);

  private static final Listing<QueueInfo> QUEUES =
      new Listing<QueueInfo>()
          .column("name", QueueInfo::name)
          .column("ready", QueueInfo::ready)
          .column("delayed", QueueInfo::delayed)
          .column("unacked", QueueInfo::unacked)
          .column("consumers", QueueInfo::consumers)
          .column("in", queue -> queue.counts().in())
          .column("out", queue -> queue.counts().out())
          .column("acked", queue -> queue.counts().acked())
          .column("redelivered", queue -> queue.counts().redelivered())
          .column("deadLettered", queue -> queue.counts().deadLettered())
          .column("dropped", queue -> queue.counts().dropped());

  private static final Listing<BindingInfo> BINDINGS =
      new Listing<BindingInfo>()
          .column("queue", BindingInfo::queue)
          .column("exchange", BindingInfo::exchange)
          .column("key", BindingInfo::routingKey);

  private static final Listing<ConnectionInfo> CONNECTIONS =
      new Listing<ConnectionInfo>()
          .column("number", ConnectionInfo::number)
          .column("identity", ConnectionInfo::identity)
          .column("address", ConnectionInfo::address)
          .column("transport", ConnectionInfo::transport)
          .column("product", ConnectionInfo::product)
          .column("since", connection -> connection.since().toString())
          .column("streams", ConnectionInfo::streams)
          .column("blocked", ConnectionInfo::blocked)
          .column("blockedMs", connection -> connection.blockedTime().toMillis())
          .column("in", ConnectionInfo::in)
          .column("refused", ConnectionInfo::refused)
          .column("out", ConnectionInfo::out);

  /** What can be listed. */
  enum What {
    EXCHANGES,
    QUEUES,
    BINDINGS,
    CONNECTIONS;

    /** The name as users write it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a name, in any case: picocli's own message would have it in capitals. */
    static final class Reader implements ITypeConverter<What> {

      @Override
      public What convert(String text) {
        return Arrays.stream(What.values())
            .filter(what -> what.toString().equals(text.toLowerCase(Locale.ROOT)))
            .findFirst()
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'%s' can't be listed: take one of %s"
                            .formatted(text, Arrays.toString(What.values()))));
      }
    }
  }

  private final Io io;

  @Parameters(
      paramLabel = "WHAT",
      converter = What.Reader.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private What what = What.QUEUES;

  @Option(names = "--json", description = "Print a line of JSON instead: an array of objects.")
  private boolean json;

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  ListCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    try (BbqClient client = connection.connect()) {
      Topology topology = client.topology();
      switch (what) {
        case EXCHANGES -> print(EXCHANGES, topology.exchanges());
        case QUEUES -> print(QUEUES, topology.queues());
        case BINDINGS -> print(BINDINGS, topology.bindings());
        case CONNECTIONS -> print(CONNECTIONS, client.monitor().connections());
      }
    }
    return ExitCode.OK;
  }

  private <T> void print(Listing<T> listing, List<T> items) throws IOException {
    io.printData(json ? listing.json(items) : listing.table(items));
  }
}
