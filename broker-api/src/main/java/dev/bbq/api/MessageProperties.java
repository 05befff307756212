// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a message says of itself beside its body; carried from publisher to consumer unchanged.
 * Times have the precision of a millisecond. All properties together may take 64 KiB on the wire.
 *
 * @param messageId the publisher's name for this message
 * @param correlationId which request or conversation it belongs to
 * @param replyTo where an answer should go: the name of a queue
 * @param contentType media type of the body
 * @param timestamp when it was made; not before 1970
 * @param timeToLive how long it is of use; not negative
 * @param priority 0 (lowest) to 9
 * @param notBefore when it may be delivered at the earliest
 * @param producer reserved: who has published it, and its number there
 * @param traceParent which request it belongs to, as the parent field of W3C Trace Context
 * @param traceState what vendors add to that, as the state field of W3C Trace Context
 * @param resent whether the publisher has sent this message before and was not told what became of
 *     it, so that it may come twice
 * @param headers the application's own, by name, in order; a name has 1–255 bytes of UTF-8
 */
public record MessageProperties(
    Optional<String> messageId,
    Optional<String> correlationId,
    Optional<String> replyTo,
    Optional<String> contentType,
    Optional<Instant> timestamp,
    Optional<Duration> timeToLive,
    Optional<Integer> priority,
    Optional<Instant> notBefore,
    Optional<Producer> producer,
    Optional<String> traceParent,
    Optional<String> traceState,
    boolean resent,
    Map<String, HeaderValue> headers) {

  /** No properties at all. */
  public static final MessageProperties NONE = builder().build();

  /** The latest time that milliseconds since the epoch can say in 63 bits. */
  private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

  private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

  /** The highest priority. */
  public static final int MAX_PRIORITY = 9;

  public MessageProperties {
    if (priority.isPresent() && (priority.get() < 0 || priority.get() > MAX_PRIORITY)) {
      throw outOfRange("priority", priority.get(), "0 to " + MAX_PRIORITY);
    }
    if (timeToLive.isPresent() && isOutOfRange(timeToLive.get())) {
      throw outOfRange("timeToLive", timeToLive.get(), "0 or more");
    }
    timestamp = timestamp.map(time -> wireTime("timestamp", time));
    timeToLive = timeToLive.map(duration -> duration.truncatedTo(ChronoUnit.MILLIS));
    notBefore = notBefore.map(time -> wireTime("notBefore", time));
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  private static boolean isOutOfRange(Duration duration) {
    return duration.isNegative() || duration.compareTo(LONGEST) > 0;
  }

  private static Instant wireTime(String name, Instant time) {
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw outOfRange(name, time, "1970 or later");
    }
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  private static IllegalArgumentException outOfRange(String name, Object value, String allowed) {
    return new IllegalArgumentException(
        "property out of range: %s=%s, allowed=%s".formatted(name, value, allowed));
  }

  /**
   * Reserved, so that a broker can tell a message it already has.
   *
   * @param id 1–255 bytes of UTF-8
   * @param sequence grows by one with each message of that producer; 0 or more
   */
  public record Producer(String id, long sequence) {
    public Producer {
      if (id.isEmpty() || sequence < 0) {
        throw new IllegalArgumentException(
            "producer out of range: id=%s, sequence=%d".formatted(id, sequence));
      }
    }
  }

  /** Returns a builder without any property. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers properties. Not for use by several threads. */
  public static final class Builder {

    private @Nullable String messageId;
    private @Nullable String correlationId;
    private @Nullable String replyTo;
    private @Nullable String contentType;
    private @Nullable Instant timestamp;
    private @Nullable Duration timeToLive;
    private @Nullable Integer priority;
    private @Nullable Instant notBefore;
    private @Nullable Producer producer;
    private @Nullable String traceParent;
    private @Nullable String traceState;
    private boolean resent;
    private final Map<String, HeaderValue> headers = new LinkedHashMap<>();

    private Builder() {}

    /** Sets the publisher's name for this message. */
    public Builder messageId(String id) {
      this.messageId = id;
      return this;
    }

    /** Sets which request or conversation it belongs to. */
    public Builder correlationId(String id) {
      this.correlationId = id;
      return this;
    }

    /** Sets where an answer should go. */
    public Builder replyTo(String queue) {
      this.replyTo = queue;
      return this;
    }

    /** Sets the media type of the body. */
    public Builder contentType(String mediaType) {
      this.contentType = mediaType;
      return this;
    }

    /** Sets when it was made. */
    public Builder timestamp(Instant time) {
      this.timestamp = time;
      return this;
    }

    /** Sets how long it is of use. */
    public Builder timeToLive(Duration duration) {
      this.timeToLive = duration;
      return this;
    }

    /** Sets how urgent it is, 0 (lowest) to 9. */
    public Builder priority(int value) {
      this.priority = value;
      return this;
    }

    /** Sets when it may be delivered at the earliest. */
    public Builder notBefore(Instant time) {
      this.notBefore = time;
      return this;
    }

    /** Sets the reserved producer id and sequence. */
    public Builder producer(String id, long sequence) {
      this.producer = new Producer(id, sequence);
      return this;
    }

    /** Sets the parent field of W3C Trace Context. */
    public Builder traceParent(String value) {
      this.traceParent = value;
      return this;
    }

    /** Sets the state field of W3C Trace Context. */
    public Builder traceState(String value) {
      this.traceState = value;
      return this;
    }

    /** Sets whether this message was sent before and may have been kept then. */
    public Builder resent(boolean value) {
      this.resent = value;
      return this;
    }

    /** Adds a text header. */
    public Builder header(String name, String value) {
      return header(name, new HeaderValue.Text(value));
    }

    /** Adds a number header. */
    public Builder header(String name, long value) {
      return header(name, new HeaderValue.Whole(value));
    }

    /** Adds a yes-or-no header. */
    public Builder header(String name, boolean value) {
      return header(name, new HeaderValue.Flag(value));
    }

    /** Adds a header. */
    public Builder header(String name, HeaderValue value) {
      headers.put(name, value);
      return this;
    }

    /** Returns the properties. */
    public MessageProperties build() {
      return new MessageProperties(
          Optional.ofNullable(messageId),
          Optional.ofNullable(correlationId),
          Optional.ofNullable(replyTo),
          Optional.ofNullable(contentType),
          Optional.ofNullable(timestamp),
          Optional.ofNullable(timeToLive),
          Optional.ofNullable(priority),
          Optional.ofNullable(notBefore),
          Optional.ofNullable(producer),
          Optional.ofNullable(traceParent),
          Optional.ofNullable(traceState),
          resent,
          headers);
    }
  }
}
