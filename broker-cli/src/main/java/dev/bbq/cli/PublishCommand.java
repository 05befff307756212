// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqClient;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bbq publish}. */
@Command(
    name = "publish",
    header = "Publish a file or stdin, as one message or a message a line.",
    description = {
      "",
      "With --lines, a message is what stands before a line end '\\n', byte for byte: '\\r' is part"
          + " of it, it need not be UTF-8, and an empty line is an empty message. An empty file has"
          + " no lines. A last line without line end is sent with the header '"
          + Publishing.UNTERMINATED
          + "', so that 'bbq consume --lines' prints it as it was.",
      "",
      "Messages are sent in order, and publishing stops at the first that is not confirmed; some"
          + " behind it may have been kept already."
    })
final class PublishCommand implements Callable<Integer> {

  private static final String STDIN = "-";

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
      paramLabel = "FILE",
      defaultValue = STDIN,
      description = "What to publish; '-' or nothing for stdin.")
  private String file = STDIN;

  @Option(names = "--lines", description = "Publish a message a line.")
  private boolean lines;

  @Mixin private ClientConnectionOptions connection = new ClientConnectionOptions();

  PublishCommand(Io io) {
    this.io = io;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (InputStream in = open();
        BbqClient client = connection.connect()) {
      int limit = (int) Math.min(client.broker().maxMessageBytes(), 1 << 30);
      Publishing publishing = new Publishing(client.publisher(), exchange, key);
      try {
        if (lines) {
          publishing.publish(new LineSplitter(in, LineSplitter.CHUNK_BYTES, limit));
        } else {
          publishing.publish(in, limit);
        }
      } finally {
        io.err().println(publishing.finish().summary());
      }
      Optional<RuntimeException> failure = publishing.finish().failure();
      if (failure.isPresent()) {
        throw failure.get();
      }
      return ExitCode.OK;
    }
  }

  private InputStream open() throws FileNotFoundException {
    return file.equals(STDIN) ? io.in() : new FileInputStream(file);
  }
}
