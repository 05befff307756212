// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.time.Duration;

/**
 * How a publisher sends.
 *
 * @param windowMessages how many messages may be on the way, unanswered; 1 to 1 048 576
 * @param windowBytes how many bytes of bodies may be on the way; 1 or more; one message goes even
 *     if it alone is larger
 * @param maxWait how long {@link Publisher#publish} waits for room; 0 or more
 * @param streamPerMessage whether each message goes on a stream of its own: a lost packet then
 *     holds up only its own message, but order is given up, it is many times slower, and at most
 *     100 are on the way at once
 * @param atLeastOnce whether messages that were on the way when the connection was lost are sent
 *     again, marked {@linkplain MessageProperties#resent() resent}, instead of failing with {@link
 *     OutcomeUnknownException}; some may then arrive twice. A message of which the broker itself
 *     says that its outcome is unknown, for its store has failed, is not sent again: later ones may
 *     have been kept, and the store would most likely fail again
 */
public record PublisherOptions(
    int windowMessages,
    long windowBytes,
    Duration maxWait,
    boolean streamPerMessage,
    boolean atLeastOnce) {

  /**
   * 8192 messages, 16 MiB, a wait of up to 30 s, in order on one stream, each message sent once.
   */
  public static final PublisherOptions DEFAULT =
      new PublisherOptions(8192, 16 << 20, Duration.ofSeconds(30), false, false);

  public PublisherOptions {
    if (windowMessages < 1 || windowMessages > 1 << 20 || windowBytes < 1 || maxWait.isNegative()) {
      throw new IllegalArgumentException(
          "window out of range: windowMessages=%d, windowBytes=%d, maxWait=%s"
              .formatted(windowMessages, windowBytes, maxWait));
    }
  }

  /** Returns these options with another number of messages on the way. */
  public PublisherOptions withWindow(int messages) {
    return new PublisherOptions(messages, windowBytes, maxWait, streamPerMessage, atLeastOnce);
  }

  /** Returns these options with another number of bytes on the way. */
  public PublisherOptions withWindowBytes(long bytes) {
    return new PublisherOptions(windowMessages, bytes, maxWait, streamPerMessage, atLeastOnce);
  }

  /** Returns these options with another wait for room. */
  public PublisherOptions withMaxWait(Duration wait) {
    return new PublisherOptions(windowMessages, windowBytes, wait, streamPerMessage, atLeastOnce);
  }

  /** Returns these options with each message on a stream of its own. */
  public PublisherOptions withStreamPerMessage() {
    return new PublisherOptions(windowMessages, windowBytes, maxWait, true, atLeastOnce);
  }

  /** Returns these options with messages of unknown outcome sent again. */
  public PublisherOptions withAtLeastOnce() {
    return new PublisherOptions(windowMessages, windowBytes, maxWait, streamPerMessage, true);
  }
}
