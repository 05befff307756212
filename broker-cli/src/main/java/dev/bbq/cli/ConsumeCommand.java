// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BbqException;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.Credit;
import dev.bbq.api.Receiver;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bbq consume}. */
@Command(
    name = "consume",
    header = "Write the messages of a queue to stdout until a signal ends it.",
    description = {
      "",
      "A message is acked once it has been written to stdout; what was delivered and not written"
          + " goes back to its place in the queue. Says at the end how many it has written, and how"
          + " many of them had been delivered before.",
      "",
      "With --lines, what 'bbq publish --lines' has sent comes out byte for byte. With --json, each"
          + " message is a line: queue, exchange, key, redeliveries, resent, properties, and the"
          + " body as 'body', or as 'bodyBase64' when it is not UTF-8.",
      "",
      "When the connection is lost it connects again and goes on. What was written and not yet"
          + " acked by then comes once more, as a redelivery."
    })
final class ConsumeCommand implements Callable<Integer> {

  private static final Duration CLOSE = Duration.ofSeconds(10);

  private final Io io;

  @Parameters(paramLabel = "QUEUE", description = "Name of the queue.")
  private String queue = "";

  @Option(names = "--count", paramLabel = "N", description = "End after N messages.")
  private Optional<Long> count = Optional.empty();

  @Option(
      names = "--lines",
      description =
          "Write a line end after each message, but for a last line that had none itself.")
  private boolean lines;

  @Option(names = "--json", description = "Write each message as a line of JSON.")
  private boolean json;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "At most N messages a second, each acked alone.")
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--pause",
      paramLabel = "DURATION",
      description =
          "Take messages, but write and ack none for that long at first; to see others wait.")
  private Duration pause = Duration.ZERO;

  @Option(
      names = "--credit",
      paramLabel = "N",
      defaultValue = "1000",
      description =
          "How many messages may be delivered and not yet acked, 1 to 65536; default"
              + " ${DEFAULT-VALUE}.")
  private int credit;

  @Option(
      names = "--idle",
      paramLabel = "DURATION",
      description = "End when no message came for that long, as in 500ms, 10s, 2m.")
  private Optional<Duration> idle = Optional.empty();

  @Mixin private ReconnectOptions connection = new ReconnectOptions();

  ConsumeCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException {
    long wanted = count.orElse(Long.MAX_VALUE);
    if (wanted < 1) {
      throw new CommandException(ExitCode.USAGE, "count out of range: count=%d".formatted(wanted));
    }
    if (json && lines) {
      throw new CommandException(ExitCode.USAGE, "choose one of --json and --lines");
    }
    Credit window = Credit.of((int) Math.min(credit, wanted));
    Signals signals = Signals.handle(Thread.currentThread()::interrupt);
    try (BbqClient client = connection.connect(ConnectionPurpose.CONSUMING, io);
        Receiver receiver = client.receiver(queue, window)) {
      MessagePrinter printer =
          new MessagePrinter(receiver, io.out(), form(), Pace.of(rate), window.messages() / 2);
      MessagePrinter.End end = print(printer, wanted);
      boolean unused = Thread.interrupted(); // it has ended the printing and must not end the close
      if (!receiver.close(CLOSE)) {
        throw new CommandException(
            ExitCode.TIMEOUT,
            "acks not settled: waited=%s; the last messages may be delivered again"
                .formatted(Durations.format(CLOSE)));
      }
      return exitCode(end, signals, printer.written());
    } catch (BbqException e) {
      if (signals.received()) {
        return signals.exitCode(); // interrupted while it connected
      }
      throw e;
    }
  }

  private MessagePrinter.End print(MessagePrinter printer, long wanted) throws IOException {
    try {
      Thread.sleep(pause);
      return printer.print(wanted, idle);
    } catch (InterruptedException e) {
      return MessagePrinter.End.INTERRUPTED;
    } finally {
      io.err()
          .println(
              "%d written, %d redelivered, %d resent"
                  .formatted(printer.written(), printer.redelivered(), printer.resent()));
    }
  }

  private MessagePrinter.Form form() {
    if (json) {
      return MessagePrinter.Form.JSON;
    }
    return lines ? MessagePrinter.Form.LINE : MessagePrinter.Form.BODY;
  }

  private int exitCode(MessagePrinter.End end, Signals signals, long written) {
    return switch (end) {
      case COUNT, OUTPUT_CLOSED -> ExitCode.OK;
      case INTERRUPTED -> signals.exitCode();
      case IDLE -> {
        if (count.isPresent()) {
          throw new CommandException(
              ExitCode.TIMEOUT,
              "too few messages: written=%d, wanted=%d, idle=%s; the queue has no more for us"
                  .formatted(written, count.get(), Durations.format(idle.orElseThrow())));
        }
        yield ExitCode.OK;
      }
    };
  }
}
