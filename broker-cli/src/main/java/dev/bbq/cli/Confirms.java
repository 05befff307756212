// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import com.grack.nanojson.JsonStringWriter;
import com.grack.nanojson.JsonWriter;
import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.OutcomeUnknownException;
import dev.bbq.api.RefusedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
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
  private final Map<ErrorCode, Long> refused = new EnumMap<>(ErrorCode.class);
  private final FailureReport report;
  private long confirmed;
  private long unknown;
  private long unsent;
  private long answered;
  private long firstFailed;
  private long resent;
  private @Nullable RuntimeException firstRefusal;
  private @Nullable RuntimeException firstUnknown;
  private @Nullable RuntimeException end;

  Confirms(FailureReport report) {
    this.report = report;
  }

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

  /** Tells whether a message was not sent: then those behind it can't be either. */
  boolean isOver() {
    return end != null;
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
        giveUp(patience);
        return;
      }
      countNext();
    }
  }

  private void giveUp(Duration patience) {
    end =
        new BbqTimeoutException(
            "no answer from the broker: waited=%s, pending=%d"
                .formatted(Durations.format(patience), pending.size()));
    while (!pending.isEmpty()) {
      pending.remove();
      count(new OutcomeUnknownException("no answer from the broker"));
    }
  }

  /** Returns how many messages were confirmed. */
  long confirmed() {
    return confirmed;
  }

  /** Takes note of how many messages were sent again, not knowing whether they had arrived. */
  void noteResent(long count) {
    resent = count;
  }

  /** Returns the worst that has happened: first what is unknown, then what has ended it all. */
  Optional<RuntimeException> failure() {
    if (firstUnknown != null) {
      return Optional.of(firstUnknown);
    }
    return Optional.ofNullable(end != null ? end : firstRefusal);
  }

  /** Returns the counts in words. */
  String summary() {
    StringBuilder text = new StringBuilder().append(confirmed).append(" confirmed");
    append(text, sum(refused), "refused");
    if (!refused.isEmpty()) {
      text.append(' ').append(refused);
    }
    append(text, unknown, "of unknown outcome");
    append(text, unsent, "not sent");
    append(text, resent, "sent again");
    if (firstFailed > 0) {
      text.append("; the first that failed was message ").append(firstFailed);
    }
    return text.toString();
  }

  /** Returns the counts as one line of JSON. */
  String json() {
    JsonStringWriter json = JsonWriter.string().object().value("confirmed", confirmed);
    json.object("refused");
    refused.forEach((code, count) -> json.value(code.name(), count));
    json.end().value("unknown", unknown).value("unsent", unsent);
    json.value("resent", resent);
    return json.value("firstFailed", firstFailed).end().done();
  }

  private static long sum(Map<ErrorCode, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static void append(StringBuilder text, long count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }

  private void countNext() {
    CompletableFuture<Void> answer = pending.remove();
    count(answer.isCompletedExceptionally() ? answer.exceptionNow() : null);
  }

  private void count(@Nullable Throwable cause) {
    answered++;
    if (cause == null) {
      confirmed++;
      return;
    }
    if (firstFailed == 0) {
      firstFailed = answered;
    }
    RuntimeException failure =
        cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
    switch (failure) {
      case RefusedException e -> {
        refused.merge(e.code(), 1L, Long::sum);
        firstRefusal = firstRefusal == null ? e : firstRefusal;
        report.add(answered, "refused", e);
      }
      case OutcomeUnknownException e -> {
        unknown++;
        firstUnknown = firstUnknown == null ? e : firstUnknown;
        report.add(answered, "unknown", e);
      }
      default -> {
        unsent++;
        end = end == null ? failure : end;
        report.add(answered, "unsent", failure);
      }
    }
  }
}
