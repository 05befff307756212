// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a queue keeps its messages, how many, and what becomes of those that it does not hand to
 * a consumer. Fixed when the queue is declared. Durations have the precision of a millisecond.
 *
 * <p>A message that leaves without an ack goes to the dead-letter exchange, if there is one, with
 * headers that say why (docs/queues.md, "Dead letters"); else it is dropped and counted under the
 * reason ({@link MessageCounts#dropped()}).
 *
 * @param messageTtl how long a message may be ready; 1 ms or more. One with a {@linkplain
 *     MessageProperties#timeToLive() time to live} of its own expires at the earlier of the two. It
 *     expires at the head of the queue: what lies behind others may stay a while longer
 * @param expires how long the queue may be without a consumer before it is deleted with its
 *     messages; 1 ms or more
 * @param maxLength how many messages may be ready; 1 or more
 * @param maxBytes how many bytes the ready messages may have, with their properties; 1 or more
 * @param overflow what gives way when there would be more
 * @param deliveryLimit how often a delivery of a message may fail: nacks and lost consumers count,
 *     requeues don't. 1 or more, or 0 for no limit. Without a value it is {@value
 *     #DEFAULT_DELIVERY_LIMIT} with a dead-letter exchange; without one, a message that has failed
 *     so often is delivered again after pauses that grow, and is not dropped
 * @param deadLetterExchange where messages go that leave without an ack; may be the default
 *     exchange, the empty name
 * @param deadLetterKey the routing key they get there; else they keep their own. Not without an
 *     exchange
 * @param maxPriority how many priorities above 0 are told apart, 0 to 9: a message with a higher
 *     one counts as this one. 0 for first in, first out
 */
public record QueueOptions(
    Optional<Duration> messageTtl,
    Optional<Duration> expires,
    Optional<Long> maxLength,
    Optional<Long> maxBytes,
    Overflow overflow,
    Optional<Integer> deliveryLimit,
    Optional<String> deadLetterExchange,
    Optional<String> deadLetterKey,
    int maxPriority) {

  /** How many failed deliveries a queue bears unless told otherwise. */
  public static final int DEFAULT_DELIVERY_LIMIT = 20;

  /** Keeps all messages until they are acked. */
  public static final QueueOptions NONE = builder().build();

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  /** What gives way when a queue has no room. */
  public enum Overflow {
    /** The oldest ready message of the lowest priority. */
    DROP_HEAD,
    /** The new one: the publish is refused, by all queues that it would go to. */
    REJECT_PUBLISH
  }

  public QueueOptions {
    messageTtl = messageTtl.map(ttl -> span("messageTtl", ttl));
    expires = expires.map(span -> span("expires", span));
    maxLength.ifPresent(max -> require(max >= 1, "maxLength", max, "1 or more"));
    maxBytes.ifPresent(max -> require(max >= 1, "maxBytes", max, "1 or more"));
    deliveryLimit.ifPresent(max -> require(max >= 0, "deliveryLimit", max, "0 or more"));
    require(
        maxPriority >= 0 && maxPriority <= MessageProperties.MAX_PRIORITY,
        "maxPriority",
        maxPriority,
        "0 to " + MessageProperties.MAX_PRIORITY);
    require(
        deadLetterKey.isEmpty() || deadLetterExchange.isPresent(),
        "deadLetterKey",
        deadLetterKey.orElse(""),
        "only with a dead-letter exchange");
  }

  private static Duration span(String name, Duration span) {
    boolean inRange = span.compareTo(SHORTEST) >= 0 && span.compareTo(LONGEST) <= 0;
    require(inRange, name, span, "1 ms or more");
    return span.truncatedTo(ChronoUnit.MILLIS);
  }

  private static void require(boolean holds, String name, Object value, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "queue option out of range: %s=%s, allowed=%s".formatted(name, value, allowed));
    }
  }

  /** Returns a builder without any option. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers options. Not for use by several threads. */
  public static final class Builder {

    private @Nullable Duration messageTtl;
    private @Nullable Duration expires;
    private @Nullable Long maxLength;
    private @Nullable Long maxBytes;
    private Overflow overflow = Overflow.DROP_HEAD;
    private @Nullable Integer deliveryLimit;
    private @Nullable String deadLetterExchange;
    private @Nullable String deadLetterKey;
    private int maxPriority;

    private Builder() {}

    /** Sets how long a message may be ready. */
    public Builder messageTtl(Duration ttl) {
      this.messageTtl = ttl;
      return this;
    }

    /** Sets how long the queue may be without a consumer before it is deleted. */
    public Builder expires(Duration unused) {
      this.expires = unused;
      return this;
    }

    /** Sets how many messages may be ready. */
    public Builder maxLength(long messages) {
      this.maxLength = messages;
      return this;
    }

    /** Sets how many bytes the ready messages may have. */
    public Builder maxBytes(long bytes) {
      this.maxBytes = bytes;
      return this;
    }

    /** Sets what gives way when there would be more. */
    public Builder overflow(Overflow value) {
      this.overflow = value;
      return this;
    }

    /** Sets how often a delivery of a message may fail; 0 for no limit. */
    public Builder deliveryLimit(int failures) {
      this.deliveryLimit = failures;
      return this;
    }

    /** Sets where messages go that leave without an ack, each with the routing key it has. */
    public Builder deadLetterTo(String exchange) {
      this.deadLetterExchange = exchange;
      return this;
    }

    /** Sets where messages go that leave without an ack, all with one routing key. */
    public Builder deadLetterTo(String exchange, String routingKey) {
      this.deadLetterExchange = exchange;
      this.deadLetterKey = routingKey;
      return this;
    }

    /** Sets how many priorities above 0 are told apart, 0 to 9. */
    public Builder maxPriority(int priority) {
      this.maxPriority = priority;
      return this;
    }

    /**
     * Returns the options.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public QueueOptions build() {
      return new QueueOptions(
          Optional.ofNullable(messageTtl),
          Optional.ofNullable(expires),
          Optional.ofNullable(maxLength),
          Optional.ofNullable(maxBytes),
          overflow,
          Optional.ofNullable(deliveryLimit),
          Optional.ofNullable(deadLetterExchange),
          Optional.ofNullable(deadLetterKey),
          maxPriority);
    }
  }
}
