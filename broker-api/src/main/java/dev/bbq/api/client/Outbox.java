// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.PublisherOptions;
import dev.bbq.api.RefusedException;
import dev.bbq.api.wire.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a publisher that are to be sent, and the window that they share with those on the
 * way. It lives on over connections. All but {@link #add} and {@link #resent} is called in the
 * link's context.
 *
 * <p>Messages leave in the order in which they were published. What is to be sent again comes
 * before what never was. What the broker refuses for now is held until nothing is on the way; if it
 * keeps a later message meanwhile, what is held has missed its turn and fails.
 *
 * <p>Room is given back before a future completes, so that who waits for one finds the other.
 */
final class Outbox {

  private final PublishWindow window;
  private final Runnable drained;
  private final Burst<PendingPublish> added = new Burst<>();
  private final Deque<PendingPublish> again = new ArrayDeque<>();
  private final Deque<PendingPublish> held = new ArrayDeque<>();
  private final AtomicLong resent = new AtomicLong();
  private final boolean ordered;
  private final boolean atLeastOnce;
  private @Nullable PendingPublish unsent;
  private boolean allAnswered = true;

  /**
   * Creates it.
   *
   * @param drained is run, once or more, when the window is closed and all futures have completed
   */
  Outbox(PublisherOptions options, PublishWindow window, Runnable drained) {
    ordered = !options.streamPerMessage();
    atLeastOnce = options.atLeastOnce();
    this.window = window;
    this.drained = drained;
  }

  /** Adds a message that has its room. Any thread. Returns whether a drain must be scheduled. */
  boolean add(PendingPublish message) {
    return added.add(message);
  }

  /** Takes the next message to send; after null, the next to add has to schedule a drain. */
  @Nullable PendingPublish next() {
    PendingPublish message = take();
    if (message != null && message.isResent()) {
      resent.incrementAndGet();
    }
    return message;
  }

  /** Returns how often a message left that the broker may have kept already. Any thread. */
  long resent() {
    return resent.get();
  }

  private @Nullable PendingPublish take() {
    PendingPublish repeated = again.poll();
    if (repeated != null) {
      return repeated;
    }
    PendingPublish first = unsent == null ? added.take() : unsent;
    if (first != null) {
      unsent = first.next();
      first.setNext(null); // or who keeps one future keeps all behind it
    }
    return first;
  }

  /** Confirms the {@code count} oldest of those in flight, of which there are that many. */
  void confirm(InFlight inFlight, int count) {
    if (!held.isEmpty()) {
      failHeld();
    }
    window.release(count, inFlight.bytesOf(count));
    for (int i = 0; i < count; i++) {
      PendingPublish message = inFlight.poll();
      if (message != null) {
        message.done(null);
      }
    }
    checkDrained();
  }

  /**
   * Takes the broker's answer to a message: tells its publisher, or holds the message to send it
   * again.
   */
  void answer(PendingPublish message, Reply reply) {
    switch (reply) {
      case Reply.Confirmed confirmed -> complete(message, null);
      case Reply.Refused refused -> refused(message, refused);
      case Reply.Ended ended ->
          complete(message, new RefusedException(ended.code(), ended.reason()));
      case Reply.Unknown unknown -> {
        if (ordered) {
          failHeld(); // it may have been kept
        }
        complete(
            message,
            new OutcomeUnknownException(
                "outcome unknown: code=%s, reason=%s".formatted(unknown.code(), unknown.reason())));
      }
    }
  }

  private void refused(PendingPublish message, Reply.Refused reply) {
    RefusedException why = new RefusedException(reply.code(), reply.reason());
    if (isForNow(why)) {
      message.refused(why);
      held.add(message);
    } else {
      complete(message, why);
    }
  }

  private static boolean isForNow(RefusedException why) {
    return why.code() == ErrorCode.BLOCKED || why.code() == ErrorCode.SHUTTING_DOWN;
  }

  private void failHeld() {
    for (PendingPublish message = held.poll(); message != null; message = held.poll()) {
      complete(message, message.refusal());
    }
  }

  /** Says whether messages were refused for now. */
  boolean isHolding() {
    return !held.isEmpty();
  }

  /** Has the messages that were refused for now sent again, before all others. */
  void releaseHeld() {
    for (PendingPublish last = held.pollLast(); last != null; last = held.pollLast()) {
      again.addFirst(last);
    }
  }

  /** Has a message sent again that was not sent whole; order is given up. */
  void giveBack(PendingPublish message) {
    again.add(message);
  }

  /** Decides on a message without an answer, its connection being lost; order is given up. */
  void lose(PendingPublish message, BbqException why) {
    if (atLeastOnce) {
      message.markResent();
      again.add(message);
    } else {
      abandon(message, unanswered(why));
    }
  }

  /**
   * Decides on the messages without an answer, their connection being lost: each fails, or is to be
   * sent again, before what is younger.
   *
   * @param halfWritten the last of them if it was not sent whole, which the broker can't have kept
   */
  void lose(InFlight inFlight, @Nullable PendingPublish halfWritten, BbqException why) {
    // A broker that is shutting down refuses all that follows on a stream (protocol.md, GBYE).
    boolean noneKept = isHoldingFor(ErrorCode.SHUTTING_DOWN);
    List<PendingPublish> back = new ArrayList<>();
    List<PendingPublish> unknown = new ArrayList<>();
    for (PendingPublish sent = inFlight.poll(); sent != null; sent = inFlight.poll()) {
      if (noneKept || sent == halfWritten) {
        back.add(sent);
      } else if (atLeastOnce) {
        sent.markResent();
        back.add(sent);
      } else {
        unknown.add(sent);
      }
    }
    if (!unknown.isEmpty()) {
      failHeld(); // what follows may have been kept
    }
    for (int i = back.size() - 1; i >= 0; i--) {
      again.addFirst(back.get(i));
    }
    releaseHeld();
    if (!unknown.isEmpty()) {
      BbqException unanswered = unanswered(why);
      unknown.forEach(message -> abandon(message, unanswered));
    }
  }

  private boolean isHoldingFor(ErrorCode code) {
    PendingPublish last = held.peekLast();
    RefusedException refusal = last == null ? null : last.refusal();
    return refusal != null && refusal.code() == code;
  }

  /** Fails a message that the broker will not answer. */
  void abandon(PendingPublish message, BbqException why) {
    allAnswered = false;
    complete(message, why);
  }

  /** Fails all that waits here; what the broker has refused for now is refused for good. */
  void abandonAll(BbqException why) {
    failHeld();
    ConnectionException notSent = notSent(why);
    for (PendingPublish message = take(); message != null; message = take()) {
      abandon(message, notSent);
    }
  }

  /** Returns the failure of a message that never left. */
  static ConnectionException notSent(BbqException why) {
    return new ConnectionException("not sent: reason=" + why.getMessage(), why);
  }

  /** Returns the failure of messages that left and were not kept, as all behind a broken one. */
  static ConnectionException notKept(BbqException why) {
    return new ConnectionException("not kept: reason=" + why.getMessage(), why);
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
    message.done(failure);
    checkDrained();
  }
}
