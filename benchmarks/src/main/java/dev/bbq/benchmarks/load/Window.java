// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** How many messages wait for their confirms, where a client doesn't bound that itself. */
final class Window {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final int size;
  private final AtomicLong confirmed = new AtomicLong();
  private volatile @Nullable Thread waiting;
  private volatile @Nullable String refused;
  private long sent;

  Window(int size) {
    this.size = size;
  }

  /** Waits for room and takes it; one thread. */
  void enter() throws IOException {
    await(sent + 1 - size);
    sent++;
  }

  /** Returns how many have been sent; the sender's thread. */
  long sent() {
    return sent;
  }

  /** Waits until all is confirmed; the sender's thread. */
  void awaitEmpty() throws IOException {
    await(sent);
  }

  /** Counts one as confirmed. Any thread. */
  void confirmed() {
    confirmed.incrementAndGet();
    wake();
  }

  /** Says how many are confirmed in all. One thread at a time. */
  void confirmedUpTo(long count) {
    confirmed.set(count);
    wake();
  }

  /** Makes the sender fail. Any thread. */
  void refused(String reason) {
    refused = reason;
    wake();
  }

  private void await(long count) throws IOException {
    if (confirmed.get() < count) {
      long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
      waiting = Thread.currentThread();
      while (confirmed.get() < count && refused == null) {
        if (System.nanoTime() - deadlineNs > 0) {
          throw new IOException(
              "confirms missing: sent=%d, confirmed=%d".formatted(sent, confirmed.get()));
        }
        LockSupport.parkNanos(this, PATIENCE.toNanos());
      }
      waiting = null;
    }
    String reason = refused;
    if (reason != null) {
      throw new IOException("message refused: reason=%s".formatted(reason));
    }
  }

  private void wake() {
    Thread sender = waiting;
    if (sender != null) {
      LockSupport.unpark(sender);
    }
  }
}
