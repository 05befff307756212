// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.HeaderValue;
import dev.bbq.api.MessageProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for what each published message says of itself beside its body. */
final class PropertyOptions {

  /** The header of a last line that no line end followed. */
  static final String UNTERMINATED = "bbq-unterminated";

  @Option(names = "--message-id", paramLabel = "ID", description = "The publisher's name for it.")
  private Optional<String> messageId = Optional.empty();

  @Option(
      names = "--correlation-id",
      paramLabel = "ID",
      description = "Which request or conversation it belongs to.")
  private Optional<String> correlationId = Optional.empty();

  @Option(names = "--reply-to", paramLabel = "QUEUE", description = "Where an answer should go.")
  private Optional<String> replyTo = Optional.empty();

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description = "Media type of the body, as in application/json.")
  private Optional<String> contentType = Optional.empty();

  @Option(
      names = "--timestamp",
      paramLabel = "TIME",
      description = "When it was made: 2026-11-23T05:00:00Z, now, or +10s from now.")
  private Optional<Instant> timestamp = Optional.empty();

  @Option(
      names = "--time-to-live",
      paramLabel = "DURATION",
      description = "How long it is of use, as in 500ms, 10s, 2m.")
  private Optional<Duration> timeToLive = Optional.empty();

  @Option(names = "--priority", paramLabel = "N", description = "0, the lowest, to 9.")
  private Optional<Integer> priority = Optional.empty();

  @Option(
      names = "--not-before",
      paramLabel = "TIME",
      description = "When it may be delivered at the earliest; written as for --timestamp.")
  private Optional<Instant> notBefore = Optional.empty();

  @Option(
      names = "--producer",
      paramLabel = "ID",
      description = "Name of the producer; numbers its messages 1, 2, 3, …. Reserved.")
  private Optional<String> producer = Optional.empty();

  @Option(
      names = "--trace-parent",
      paramLabel = "VALUE",
      description = "The parent field of W3C Trace Context.")
  private Optional<String> traceParent = Optional.empty();

  @Option(
      names = "--trace-state",
      paramLabel = "VALUE",
      description = "The state field of W3C Trace Context.")
  private Optional<String> traceState = Optional.empty();

  @Option(
      names = "--header",
      paramLabel = "NAME[:TYPE]=VALUE",
      description =
          "A header of your own; may be repeated. TYPE is text, whole, real, flag or bytes (in"
              + " Base64); text if there is none.")
  private List<Header> headers = List.of();

  private @Nullable MessageProperties same; // of all messages without a number or mark

  /**
   * Fails as {@link #properties} would, but before there is a connection.
   *
   * @throws IllegalArgumentException if a property is out of range
   */
  void check() {
    var unused = properties(1, true);
  }

  /**
   * Returns the properties of a message.
   *
   * @param number 1 for the first
   * @param terminated whether no line end is missing behind it
   */
  MessageProperties properties(long number, boolean terminated) {
    if (producer.isPresent() || !terminated) {
      return build(number, terminated);
    }
    if (same == null) {
      same = build(number, terminated);
    }
    return same;
  }

  private MessageProperties build(long number, boolean terminated) {
    MessageProperties.Builder properties = MessageProperties.builder();
    messageId.ifPresent(properties::messageId);
    correlationId.ifPresent(properties::correlationId);
    replyTo.ifPresent(properties::replyTo);
    contentType.ifPresent(properties::contentType);
    timestamp.ifPresent(properties::timestamp);
    timeToLive.ifPresent(properties::timeToLive);
    priority.ifPresent(properties::priority);
    notBefore.ifPresent(properties::notBefore);
    producer.ifPresent(id -> properties.producer(id, number));
    traceParent.ifPresent(properties::traceParent);
    traceState.ifPresent(properties::traceState);
    headers.forEach(header -> properties.header(header.name(), header.value()));
    if (!terminated) {
      properties.header(UNTERMINATED, new HeaderValue.Flag(true));
    }
    return properties.build();
  }
}
