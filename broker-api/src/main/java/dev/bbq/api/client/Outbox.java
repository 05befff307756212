// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.RefusedException;
import dev.bbq.api.wire.Reply;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a publisher that were not sent yet, and the window that they share with those on
 * the way. All but {@link #add} is called in the connection's context.
 *
 * <p>Room is given back before a future completes, so that who waits for one finds the other.
 */
final class Outbox {

  private final PublishWindow window;
  private final Runnable drained;
  private final Burst<PendingPublish> added = new Burst<>();
  private @Nullable PendingPublish unsent;
  private boolean allAnswered = true;

  /**
   * Creates it.
   *
   * @param drained is run, once or more, when the window is closed and all futures have completed
   */
  Outbox(PublishWindow window, Runnable drained) {
    this.window = window;
    this.drained = drained;
  }

  /** Adds a message that has its room. Any thread. Returns whether a drain must be scheduled. */
  boolean add(PendingPublish message) {
    return added.add(message);
  }

  /** Takes the next message to send; after null, the next to add has to schedule a drain. */
  @Nullable PendingPublish next() {
    PendingPublish first = unsent == null ? added.take() : unsent;
    if (first != null) {
      unsent = first.next();
      first.setNext(null); // or who keeps one future keeps all behind it
    }
    return first;
  }

  /** Confirms the {@code count} oldest of those in flight, of which there are that many. */
  void confirm(InFlight inFlight, int count) {
    window.release(count, inFlight.bytesOf(count));
    for (int i = 0; i < count; i++) {
      PendingPublish message = inFlight.poll();
      if (message != null) {
        message.complete(null);
      }
    }
    checkDrained();
  }

  /** Tells a publisher what the broker has answered. */
  void answer(PendingPublish message, Reply reply) {
    complete(
        message,
        switch (reply) {
          case Reply.Confirmed confirmed -> null;
          case Reply.Refused refused -> new RefusedException(refused.code(), refused.reason());
          case Reply.Ended ended -> new RefusedException(ended.code(), ended.reason());
          case Reply.Unknown unknown ->
              new OutcomeUnknownException(
                  "outcome unknown: code=%s, reason=%s"
                      .formatted(unknown.code(), unknown.reason()));
        });
  }

  /** Fails a message that the broker will not answer. */
  void abandon(PendingPublish message, BbqException why) {
    allAnswered = false;
    complete(message, why);
  }

  /** Fails all that was not sent. */
  void abandonUnsent(BbqException why) {
    ConnectionException notSent = notSent(why);
    for (PendingPublish message = next(); message != null; message = next()) {
      abandon(message, notSent);
    }
  }

  /** Returns the failure of a message that never left. */
  static ConnectionException notSent(BbqException why) {
    return new ConnectionException("not sent: reason=" + why.getMessage(), why);
  }

  /** Returns the failure of messages that left and get no answer. */
  static OutcomeUnknownException unanswered(BbqException why) {
    return new OutcomeUnknownException("no answer: reason=" + why.getMessage(), why);
  }

  /** Reports it when the publisher is closed and nothing is on the way. */
  void checkDrained() {
    if (window.isDrained()) {
      drained.run();
    }
  }

  /** Says whether the broker has answered all that was published. */
  boolean allAnswered() {
    return allAnswered;
  }

  private void complete(PendingPublish message, @Nullable BbqException failure) {
    window.release(1, message.size());
    if (failure == null) {
      message.complete(null);
    } else {
      message.completeExceptionally(failure);
    }
    checkDrained();
  }
}
