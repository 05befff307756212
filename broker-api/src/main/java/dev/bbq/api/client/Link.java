// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.transport.TransportClient;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The connection for one purpose: made when it is first needed, and made anew when it is needed
 * after it was lost.
 */
final class Link {

  private final ClientOptions options;
  private final TransportClient transport;
  private final ScheduledExecutorService timer;
  private final AtomicReference<@Nullable ClientConnection> current = new AtomicReference<>();

  Link(ClientOptions options, TransportClient transport, ScheduledExecutorService timer) {
    this.options = options;
    this.transport = transport;
    this.timer = timer;
  }

  /**
   * Returns the connection once the broker has accepted it.
   *
   * @throws ConnectionException if it does not within the connect timeout
   */
  ClientConnection connection() {
    ClientConnection connection = current();
    connection.awaitWelcome(Deadline.in(options.connectTimeout()));
    return connection;
  }

  private ClientConnection current() {
    while (true) {
      ClientConnection connection = current.get();
      if (connection != null && !connection.isOver()) {
        return connection;
      }
      ClientConnection fresh = new ClientConnection(options, timer);
      if (current.compareAndSet(connection, fresh)) {
        fresh.start(transport);
        return fresh;
      }
    }
  }

  /** Closes the connection if there is one. */
  void close() {
    ClientConnection connection = current.get();
    if (connection != null) {
      connection.close();
    }
  }
}
