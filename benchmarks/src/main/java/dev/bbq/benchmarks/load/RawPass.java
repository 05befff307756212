// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How far a pass over the bare transport is. Only its end may be awaited by another thread. */
final class RawPass {

  private final long most;
  private final long timeNs;
  private final CompletableFuture<Double> end = new CompletableFuture<>();
  private long beginNs;
  private long sent;
  private long answered;
  private boolean sentAll;

  private RawPass(long most, long timeNs) {
    this.most = most;
    this.timeNs = timeNs;
  }

  static RawPass of(long count) {
    return new RawPass(count, Long.MAX_VALUE);
  }

  static RawPass of(Duration time) {
    return new RawPass(Long.MAX_VALUE, time.toNanos());
  }

  void begin() {
    beginNs = System.nanoTime();
  }

  /** Tells whether there is one more to send that a window allows. */
  boolean maySend(int window) {
    return !sentAll && sent - answered < window;
  }

  void sent() {
    sent++;
    sentAll = sent == most || ((sent & 63) == 0 && System.nanoTime() - beginNs >= timeNs);
  }

  void answered(int count) {
    answered += count;
    if (answered > sent) {
      fail("more answers than frames");
    } else if (sentAll && answered == sent) {
      end.complete(sent / ((System.nanoTime() - beginNs) / 1e9));
    }
  }

  /** Has no effect when the pass has ended. */
  void fail(String reason) {
    end.completeExceptionally(
        new IOException(
            "raw pass failed: reason=%s, sent=%d, answered=%d".formatted(reason, sent, answered)));
  }

  void await(Duration patience) throws Exception {
    double unused = end.get(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  double perSecond() {
    return end.join();
  }
}
