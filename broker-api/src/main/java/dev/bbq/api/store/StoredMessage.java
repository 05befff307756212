// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

/**
 * A message as a store keeps it: bytes it need not understand, and what it may act on.
 *
 * <p>The object's identity stands for the body: the same object appended to several queues is kept
 * once.
 *
 * @param bytes the message; shared by all who hold this object, and never changed
 * @param schedule when it may be delivered, until when, and how urgent it is
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by identity, see below
public record StoredMessage(byte[] bytes, Schedule schedule) {

  /** Returns a message that may be delivered at once, never expires and has no priority. */
  public static StoredMessage of(byte[] bytes) {
    return new StoredMessage(bytes, Schedule.NONE);
  }

  /** Returns the size of the message in bytes. */
  public int size() {
    return bytes.length;
  }

  /** Tells the object, not the content: two equal bodies are two messages. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return "StoredMessage[size=" + bytes.length + ", schedule=" + schedule + "]";
  }

  /**
   * When a message may be delivered and how urgent it is.
   *
   * @param priority 0 (lowest, the default) to 9
   * @param expiresAtMs when it expires, in ms since the epoch; 0 for never
   * @param notBeforeMs when it becomes ready, in ms since the epoch; 0 for at once
   */
  public record Schedule(int priority, long expiresAtMs, long notBeforeMs) {
    /** At once, for ever, without priority. */
    public static final Schedule NONE = new Schedule(0, 0, 0);

    public Schedule {
      if (priority < 0 || priority > 9 || expiresAtMs < 0 || notBeforeMs < 0) {
        throw new IllegalArgumentException(
            "schedule out of range: priority=%d, expiresAtMs=%d, notBeforeMs=%d"
                .formatted(priority, expiresAtMs, notBeforeMs));
      }
    }
  }
}
