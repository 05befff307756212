// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

/**
 * A message that leaves its queue without an ack.
 *
 * @param lease the message
 * @param reason why
 */
public record DeadLetter(Lease lease, Reason reason) {

  /** Why a message leaves without an ack. */
  public enum Reason {
    /** It was ready for too long. */
    EXPIRED("expired"),
    /** The queue had no room for all. */
    OVERFLOW("overflow"),
    /** A consumer has rejected it. */
    REJECTED("rejected"),
    /** It has failed too often. */
    DELIVERY_LIMIT("delivery-limit");

    private final String label;

    Reason(String label) {
      this.label = label;
    }

    /** Returns the name that headers and counters have for it. */
    public String label() {
      return label;
    }
  }

  /** What has become of a dead letter. */
  public sealed interface Fate {
    /** It is kept by all queues that it was routed to. */
    record Moved() implements Fate {}

    /**
     * It has nowhere to go, so it is dropped.
     *
     * @param reason the name of the counter
     */
    record Dropped(String reason) implements Fate {}

    /**
     * It could not be moved now, and stays where it is.
     *
     * @param cause why, for people
     */
    record Stays(String cause) implements Fate {}
  }
}
