// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ConnectionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Waits of user threads; each has a bound. */
final class Waits {

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

  private Waits() {}

  /** Returns a duration in nanoseconds, cut to what can be added to {@link System#nanoTime()}. */
  static long nanos(Duration duration) {
    return duration.compareTo(LONGEST) < 0 ? duration.toNanos() : LONGEST.toNanos();
  }

  /**
   * Waits for what a future brings.
   *
   * @param what is waited for, for the message of the exception
   * @throws BbqException what the future has failed with
   * @throws BbqTimeoutException if that takes longer than {@code timeout}, or the thread is
   *     interrupted; its interrupt flag is then set
   */
  static <T> T await(CompletableFuture<T> future, Duration timeout, Supplier<String> what) {
    try {
      return future.get(nanos(timeout), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof BbqException failure) {
        throw atCaller(failure);
      }
      throw new ConnectionException("client failed: doing=%s".formatted(what.get()), e.getCause());
    } catch (TimeoutException e) {
      throw new BbqTimeoutException(
          "no answer in time: doing=%s, timeout=%s".formatted(what.get(), timeout), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BbqTimeoutException("interrupted while waiting: doing=%s".formatted(what.get()), e);
    }
  }

  /**
   * Waits for a yes.
   *
   * @return whether it came within {@code timeout}; no when the thread is interrupted, whose
   *     interrupt flag is then set
   */
  static boolean isTrueWithin(CompletableFuture<Boolean> future, Duration timeout) {
    try {
      return future.get(nanos(timeout), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Waits for a future also when the thread is interrupted, whose interrupt flag is then set at the
   * end: for short waits without which something would be left undone.
   */
  static void awaitToTheEnd(CompletableFuture<Boolean> future, Duration timeout) {
    boolean interrupted = Thread.interrupted();
    Deadline deadline = Deadline.in(timeout);
    boolean unused = isTrueWithin(future, timeout);
    while (Thread.interrupted()) {
      interrupted = true;
      unused = isTrueWithin(future, deadline.left());
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns a failure that may be thrown here: one that many share gets this caller's stack. */
  static BbqException atCaller(BbqException failure) {
    return failure instanceof ConnectionException
        ? new ConnectionException(String.valueOf(failure.getMessage()), failure)
        : failure;
  }
}
