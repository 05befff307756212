// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqException;
import dev.bbq.api.HeaderValue;
import dev.bbq.api.Message;
import dev.bbq.api.MessageProperties;
import dev.bbq.api.Publisher;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * What is published by one command: in order, on one publisher, and no further than the first
 * message that was not confirmed. Not for use by several threads.
 */
final class Publishing {

  /** The header of a last line that no line end followed. */
  static final String UNTERMINATED = "bbq-unterminated";

  private static final MessageProperties UNTERMINATED_PROPERTIES =
      MessageProperties.builder().header(UNTERMINATED, new HeaderValue.Flag(true)).build();

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Publisher publisher;
  private final String exchange;
  private final String key;
  private final Confirms confirms = new Confirms();

  Publishing(Publisher publisher, String exchange, String key) {
    this.publisher = publisher;
    this.exchange = exchange;
    this.key = key;
  }

  /** Publishes a message a line. */
  void publish(LineSplitter lines) throws IOException {
    while (confirms.failure().isEmpty() && lines.next()) {
      Message message = Message.of(lines.array(), lines.offset(), lines.length());
      publish(lines.terminated() ? message : message.with(UNTERMINATED_PROPERTIES));
    }
  }

  /**
   * Publishes an input as one message.
   *
   * @throws CommandException if it has more than {@code limitBytes}
   */
  void publish(InputStream in, int limitBytes) throws IOException {
    byte[] body = in.readNBytes(limitBytes + 1);
    if (body.length > limitBytes) {
      throw new CommandException(
          ExitCode.FAILURE,
          "message too long: limit=%d; split it, or use --lines".formatted(limitBytes));
    }
    publish(Message.of(body));
  }

  /** Waits for the answers that are still to come. */
  Confirms finish() throws InterruptedException {
    confirms.await(PATIENCE);
    return confirms;
  }

  private void publish(Message message) {
    try {
      confirms.add(publisher.publish(exchange, key, message));
    } catch (BbqException e) {
      confirms.addUnsent(e);
    }
  }
}
