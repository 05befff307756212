// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.RefusedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The answers to what one thread publishes, counted in the order of publishing. What is held is
 * bounded by the window of the publisher.
 */
final class Confirms {

  private final ArrayDeque<CompletableFuture<Void>> pending = new ArrayDeque<>();
  private long confirmed;
  private long refused;
  private long unknown;
  private long unsent;
  private @Nullable RuntimeException failure;
  private long failedNumber;

  /** Takes the answer to the next publish, and counts what has been answered by now. */
  void add(CompletableFuture<Void> answer) {
    pending.add(answer);
    while (!pending.isEmpty() && pending.element().isDone()) {
      countNext();
    }
  }

  /** Counts a message that was not sent, after those that were. */
  void addUnsent(Throwable cause) {
    add(CompletableFuture.failedFuture(cause));
  }

  /**
   * Waits until all is answered.
   *
   * @param patience the longest wait from one answer to the next; what has none by then counts as
   *     unknown
   */
  void await(Duration patience) throws InterruptedException {
    while (!pending.isEmpty()) {
      try {
        pending.element().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException answered) {
        // It is counted by its kind.
      } catch (TimeoutException e) {
        noteFailure(
            new BbqTimeoutException(
                "no answer from the broker: waited=%s, pending=%d"
                    .formatted(patience, pending.size())));
        unknown += pending.size();
        pending.clear();
        return;
      }
      countNext();
    }
  }

  /** Returns how many messages were confirmed. */
  long confirmed() {
    return confirmed;
  }

  /** Returns what the first message that was not confirmed has failed with. */
  Optional<RuntimeException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns the counts in words. */
  String summary() {
    StringBuilder text = new StringBuilder().append(confirmed).append(" confirmed");
    append(text, refused, "refused");
    append(text, unknown, "of unknown outcome");
    append(text, unsent, "not sent");
    if (failure != null) {
      text.append("; the first that failed was message ").append(failedNumber);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }

  private void countNext() {
    CompletableFuture<Void> answer = pending.remove();
    if (!answer.isCompletedExceptionally()) {
      confirmed++;
      return;
    }
    Throwable cause = answer.exceptionNow();
    noteFailure(cause);
    switch (cause) {
      case RefusedException e -> refused++;
      case OutcomeUnknownException e -> unknown++;
      default -> unsent++;
    }
  }

  private void noteFailure(Throwable cause) {
    if (failure == null) {
      failure = cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
      failedNumber = confirmed + 1;
    }
  }
}
