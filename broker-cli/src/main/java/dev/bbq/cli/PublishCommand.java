// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import dev.bbq.api.BbqException;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.PublisherOptions;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bbq publish}. */
@Command(
    name = "publish",
    header = "Publish a text, a file or stdin, as one message or a message a line.",
    description = {
      "",
      "With --lines, a message is what stands before a line end '\\n', byte for byte: '\\r' is part"
          + " of it, it need not be UTF-8, and an empty line is an empty message. An empty file has"
          + " no lines. A last line without line end is sent with the header '"
          + PropertyOptions.UNTERMINATED
          + "', so that 'bbq consume --lines' prints it as it was.",
      "",
      "Messages are sent in order. One that the broker refuses does not stop those behind it. While"
          + " the broker blocks publishers, the command waits. When the connection is lost it"
          + " connects again and goes on; messages that were on the way are then of unknown"
          + " outcome, unless --at-least-once is given. The end says how many were confirmed,"
          + " refused, of unknown outcome, and sent again."
    })
final class PublishCommand implements Callable<Integer> {

  private static final String STDIN = "-";

  /**
   * So little that a broker short of memory holds all of it: even one with a heap of 64 MB, which
   * holds 2 MB of a connection. What it refuses instead may be overtaken, and is then given up.
   */
  private static final long WINDOW_BYTES = 1 << 20;

  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  /** How long a signal leaves the broker to answer what was sent. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private final Io io;

  @Parameters(
      index = "0",
      paramLabel = "EXCHANGE",
      description = "Name of the exchange; '' for the default one, where KEY names the queue.")
  private String exchange = "";

  @Parameters(index = "1", paramLabel = "KEY", description = "Routing key.")
  private String key = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "TEXT",
      description = "What to publish; else the --file, else stdin.")
  private Optional<String> text = Optional.empty();

  @Option(names = "--file", paramLabel = "FILE", description = "What to publish; '-' for stdin.")
  private Optional<String> file = Optional.empty();

  @Option(names = "--lines", description = "Publish a message a line.")
  private boolean lines;

  @Option(names = "--count", paramLabel = "N", description = "Publish the same message N times.")
  private Optional<Long> count = Optional.empty();

  @Option(names = "--rate", paramLabel = "N", description = "At most N messages a second.")
  private Optional<Double> rate = Optional.empty();

  @Mixin private PropertyOptions properties = new PropertyOptions();

  @Option(
      names = "--at-least-once",
      description =
          "Send messages that were on the way when the connection was lost again, marked 'resent':"
              + " some may arrive twice.")
  private boolean atLeastOnce;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description =
          "Give up when the broker has answered nothing for that long, blocked or not; else wait as"
              + " long as it takes.")
  private Duration timeout = FOR_EVER;

  @Option(
      names = "--failed",
      paramLabel = "FILE",
      description =
          "Write a line for each message that was not confirmed: its number, then refused, unknown"
              + " or unsent, then why; with tabs between.")
  private Optional<Path> failed = Optional.empty();

  @Option(names = "--json", description = "Print the counts as one line of JSON to stdout.")
  private boolean json;

  @Mixin private ReconnectOptions connection = new ReconnectOptions();

  PublishCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Signals signals = Signals.handle(Thread.currentThread()::interrupt);
    try (InputStream in = open();
        FailureReport report = FailureReport.to(failed);
        BbqClient client = connection.connect(ConnectionPurpose.PUBLISHING, io)) {
      Confirms confirms = new Confirms(report);
      publish(in, client, confirms, signals);
      if (signals.received()) {
        boolean unused = client.close(Duration.ZERO);
        return signals.exitCode();
      }
      Optional<RuntimeException> failure = confirms.failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      return ExitCode.OK;
    } catch (BbqException e) {
      if (signals.received()) {
        return signals.exitCode(); // interrupted while it connected
      }
      throw e;
    }
  }

  private void check() {
    if (text.isPresent() && (file.isPresent() || lines)) {
      throw new CommandException(
          ExitCode.USAGE, "TEXT is one message: leave out --file and --lines, or TEXT");
    }
    if (count.isPresent() && (lines || count.get() < 0)) {
      throw new CommandException(
          ExitCode.USAGE,
          "count out of place: count=%d; it must not be negative and does not go with --lines"
              .formatted(count.get()));
    }
    properties.check();
  }

  private InputStream open() {
    if (text.isPresent()) {
      return new ByteArrayInputStream(text.get().getBytes(StandardCharsets.UTF_8));
    }
    String name = file.orElse(STDIN);
    try {
      return name.equals(STDIN) ? io.in() : new FileInputStream(name);
    } catch (FileNotFoundException e) { // it tells the file and why, also of a folder
      throw new CommandException(
          ExitCode.FAILURE,
          "file not readable: %s; give another with --file".formatted(e.getMessage()),
          e);
    }
  }

  private void publish(InputStream in, BbqClient client, Confirms confirms, Signals signals)
      throws IOException, InterruptedException {
    PublisherOptions options =
        PublisherOptions.DEFAULT.withWindowBytes(WINDOW_BYTES).withMaxWait(timeout);
    Publishing publishing =
        new Publishing(
            client.publisher(atLeastOnce ? options.withAtLeastOnce() : options),
            exchange,
            key,
            Pace.of(rate),
            confirms);
    try {
      publishing.publish(source(in, (int) Math.min(client.broker().maxMessageBytes(), 1 << 30)));
      confirms.await(timeout);
    } catch (InterruptedException | ClosedByInterruptException e) {
      if (!signals.received()) {
        throw e;
      }
    } finally {
      boolean unused = Thread.interrupted(); // a signal: it has ended the publishing
      confirms.await(signals.received() ? GRACE : timeout);
      confirms.noteResent(publishing.publisher().resent());
      io.err().println(confirms.summary());
      if (json) {
        io.printData(confirms.json());
      }
    }
  }

  private MessageSource source(InputStream in, int limitBytes) throws IOException {
    return lines
        ? MessageSource.lines(
            new LineSplitter(in, LineSplitter.CHUNK_BYTES, limitBytes), properties)
        : MessageSource.repeated(readAll(in, limitBytes), count.orElse(1L), properties);
  }

  private static byte[] readAll(InputStream in, int limitBytes) throws IOException {
    byte[] body = in.readNBytes(limitBytes + 1);
    if (body.length > limitBytes) {
      throw new CommandException(
          ExitCode.FAILURE,
          "message too long: limit=%d; split it, or use --lines".formatted(limitBytes));
    }
    return body;
  }
}
