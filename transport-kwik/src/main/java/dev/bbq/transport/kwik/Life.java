// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The life of a server or client: its threads, its connections, and how both end. */
final class Life {

  private static final System.Logger LOG = System.getLogger(Life.class.getName());
  private static final long PATROL_MS = 250;
  // What a connection has for its last callbacks, and kwik for its closing state.
  private static final Duration LAST_MOMENTS = Duration.ofSeconds(3);

  private final Threads threads;
  private final ScheduledExecutorService timer;
  private final Set<KwikConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean ending = new AtomicBoolean();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

  /** Begins a life whose threads have names that begin so. */
  Life(String name) {
    threads = new Threads(name);
    timer = Executors.newSingleThreadScheduledExecutor(threads::timer);
    timer.scheduleWithFixedDelay(this::patrol, PATROL_MS, PATROL_MS, TimeUnit.MILLISECONDS);
  }

  Threads threads() {
    return threads;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  /** Returns the connections that are open. */
  Set<KwikConnection> connections() {
    return connections;
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  boolean isEnding() {
    return ending.get();
  }

  /**
   * Closes all connections, then the rest, and waits; returns whether all has ended in time.
   *
   * @param rest closes what the connections need, in a thread that may block
   */
  boolean end(long code, Duration timeout, Runnable rest) {
    if (ending.compareAndSet(false, true)) {
      for (KwikConnection connection : connections) {
        connection.close(code, "");
      }
      threads.start("end", () -> finish(rest));
    }
    return await(timeout);
  }

  /** Waits until all has ended, unless it is a connection of its own that asks; returns whether. */
  boolean await(Duration timeout) {
    if (isInContext()) {
      return false; // can't wait for itself
    }
    try {
      ended.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      // and so it has not ended
    } catch (ExecutionException e) {
      throw new AssertionError("never completes so", e);
    }
    return hasEnded();
  }

  /** Says whether it is a connection of its own that asks. */
  boolean isInContext() {
    return connections.stream().anyMatch(KwikConnection::isInContext);
  }

  private void finish(Runnable rest) {
    long untilNs = System.nanoTime() + LAST_MOMENTS.toNanos();
    for (KwikConnection connection : connections) {
      connection.awaitEnd(untilNs);
    }
    rest.run();
    ended.complete(null);
    timer.shutdownNow();
  }

  private void patrol() {
    for (KwikConnection connection : connections) {
      try {
        connection.patrol();
      } catch (RuntimeException e) { // the timer would stop
        LOG.log(System.Logger.Level.WARNING, "patrol failed", e);
      }
    }
  }
}
