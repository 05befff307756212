// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What the consumers of a load have received. Any thread. */
final class Arrivals {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LONGEST_NS = Duration.ofHours(1).toNanos();

  private final AtomicLong count = new AtomicLong();
  private final Semaphore complete = new Semaphore(0);
  private final Histogram latencies = new ConcurrentHistogram(LONGEST_NS, 3);
  private volatile long awaited = Long.MAX_VALUE;
  private volatile long lastNs;

  /** Counts a message; one with a stamp has its latency recorded. */
  void add(long stampNs) {
    if (stampNs != 0) {
      latencies.recordValue(Math.max(0, Math.min(System.nanoTime() - stampNs, LONGEST_NS)));
    }
    add(1);
  }

  private void add(int messages) {
    if (count.addAndGet(messages) >= awaited) {
      lastNs = System.nanoTime();
      complete.release();
    }
  }

  /**
   * Waits until that many have arrived in all.
   *
   * @return when the last one arrived, by {@link System#nanoTime}
   */
  long await(long total) throws IOException, InterruptedException {
    complete.drainPermits();
    awaited = total;
    if (count.get() >= total) {
      return System.nanoTime();
    }
    if (!complete.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new IOException(
          "messages missing: expected=%d, arrived=%d".formatted(total, count.get()));
    }
    awaited = Long.MAX_VALUE;
    return lastNs;
  }

  long count() {
    return count.get();
  }

  Histogram latencies() {
    return latencies;
  }
}
