// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;
import dev.bbq.cli.config.OverflowWords;
import dev.bbq.cli.config.Quantities;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options for how long a queue keeps its messages, how many, and what becomes of others. */
final class QueueOptionFlags {

  @Option(
      names = "--message-ttl",
      paramLabel = "DURATION",
      description = "How long a message may be ready, as in 500ms, 10s, 2m.")
  private Optional<Duration> messageTtl = Optional.empty();

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      description = "Delete the queue when it was without a consumer for that long.")
  private Optional<Duration> expires = Optional.empty();

  @Option(names = "--max-length", paramLabel = "N", description = "How many messages may be ready.")
  private Optional<Long> maxLength = Optional.empty();

  @Option(
      names = "--max-bytes",
      paramLabel = "SIZE",
      converter = Size.class,
      description = "How many bytes they may have, as in 512KiB or 1GiB.")
  private Optional<Long> maxBytes = Optional.empty();

  @Option(
      names = "--overflow",
      paramLabel = "WHAT",
      converter = Overflows.class,
      completionCandidates = Overflows.class,
      description = {
        "what gives way when there would be more:",
        "drop-head: the oldest; the default",
        "reject-publish: the new one, whose publisher is told"
      })
  private Overflow overflow = Overflow.DROP_HEAD;

  @Option(
      names = "--delivery-limit",
      paramLabel = "N",
      description =
          "How often a delivery of a message may fail, by a nack or a lost consumer; 0 for any"
              + " number. Default 20, but where there is no dead-letter exchange it then pauses"
              + " instead of leaving.")
  private Optional<Integer> deliveryLimit = Optional.empty();

  @Option(
      names = "--dead-letter-exchange",
      paramLabel = "NAME",
      description = "Where messages go that leave without an ack; '' for the default exchange.")
  private Optional<String> deadLetterExchange = Optional.empty();

  @Option(
      names = "--dead-letter-key",
      paramLabel = "KEY",
      description = "The routing key they get there; else each keeps its own.")
  private Optional<String> deadLetterKey = Optional.empty();

  @Option(
      names = "--max-priority",
      paramLabel = "N",
      description = "How many priorities above 0 are told apart, 0 to 9; default 0.")
  private int maxPriority;

  /**
   * Returns the options.
   *
   * @throws CommandException if one is out of range
   */
  QueueOptions options() {
    try {
      return new QueueOptions(
          messageTtl,
          expires,
          maxLength,
          maxBytes,
          overflow,
          deliveryLimit,
          deadLetterExchange,
          deadLetterKey,
          maxPriority);
    } catch (IllegalArgumentException outOfRange) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(outOfRange.getMessage()));
    }
  }

  /** Sizes in bytes with their unit. */
  static final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Quantities.size(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'%s' is no size, as in 65536, 512KiB or 1GiB".formatted(text));
      }
    }
  }

  /** What gives way, as users write it. */
  static final class Overflows implements ITypeConverter<Overflow>, Iterable<String> {

    @Override
    public Overflow convert(String text) {
      return OverflowWords.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'%s' is none of %s".formatted(text, OverflowWords.ALL)));
    }

    @Override
    public Iterator<String> iterator() {
      return OverflowWords.ALL.iterator();
    }
  }
}
