// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the state that connections and resources of a link share is touched, one task at a time:
 * the context of the connection while there is one, else the client's timer.
 *
 * <p>The place changes only by a task that runs in it, as the last thing that it does; a task that
 * finds itself in a former place moves on to the present one. So no lock is needed, and what a
 * publisher could not send on one connection is handed to the next one safely.
 */
final class LinkContext {

  private static final Logger LOG = System.getLogger("dev.bbq.api.client");

  /** A place; of a connection or of none. Compared by identity. */
  private static final class Place {
    private final Executor executor;
    private final @Nullable ClientConnection connection;

    Place(Executor executor, @Nullable ClientConnection connection) {
      this.executor = executor;
      this.connection = connection;
    }
  }

  private final ScheduledExecutorService timer;
  private final Place nowhere;
  private volatile Place place;

  /** Creates it at no connection. */
  LinkContext(ScheduledExecutorService timer) {
    this.timer = timer;
    nowhere = new Place(task -> timer.execute(() -> guarded(task)), null);
    place = nowhere;
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) { // the timer would keep it to itself
      LOG.log(Logger.Level.ERROR, "client failed", e);
    }
  }

  /**
   * Runs a task in the context. Any thread. Returns whether that still is possible: it is not once
   * the client has closed.
   */
  boolean execute(Runnable task) {
    Place where = place;
    try {
      where.executor.execute(() -> run(where, task));
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  private void run(Place where, Runnable task) {
    if (place == where) {
      task.run();
    } else {
      execute(task);
    }
  }

  /** Runs a task on the timer's thread, after a while. Any thread. */
  void schedule(Duration delay, Runnable task) {
    try {
      timer.schedule(() -> guarded(task), Waits.nanos(delay), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException ended) {
      // The client's close ends everything anyway.
    }
  }

  /** Says whether this is the context of a connection. Context. */
  boolean isAt(ClientConnection connection) {
    return place.connection == connection;
  }

  /** Moves to a connection; nothing may be done behind it. Context. */
  void moveTo(ClientConnection connection) {
    place = new Place(connection, connection);
  }

  /** Moves to where no connection is; nothing may be done behind it. Context. */
  void moveAway() {
    place = nowhere;
  }
}
