// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.ConnectionListener;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import java.lang.System.Logger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Tells a user's listener of changes, in order, on a thread that may wait. */
final class StateNews {

  private static final Logger LOG = System.getLogger("dev.bbq.api.client");

  private final ConnectionListener listener;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("bbq-client-listener").factory());

  StateNews(ConnectionListener listener) {
    this.listener = listener;
  }

  /** Tells of a change soon. Any thread. */
  void tell(ConnectionPurpose connection, ConnectionState state) {
    try {
      thread.execute(() -> call(connection, state));
    } catch (RejectedExecutionException closed) {
      // Nobody wants to hear it any more.
    }
  }

  private void call(ConnectionPurpose connection, ConnectionState state) {
    try {
      listener.onChange(connection, state);
    } catch (Throwable e) { // whatever it is, the next change is told
      LOG.log(Logger.Level.WARNING, "listener failed: state=" + state, e);
    }
  }

  /** Takes no more news; what there is still is told. */
  void close() {
    thread.shutdown();
  }
}
