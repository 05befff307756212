// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.wire.Block;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;

/**
 * The connection for one purpose: made when it is first needed, and made anew when it was lost,
 * until the client is closed or gives up. What lives on it is told of each connection.
 *
 * <p>This is its side for all threads; all state that connections and resources share is touched in
 * its {@linkplain LinkContext context}, by its {@linkplain LinkKeeper keeper}.
 */
final class Link {

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

  /** How much longer than an attempt its caller waits, so that the attempt says what is wrong. */
  private static final Duration CONNECT_GRACE = Duration.ofSeconds(1);

  private final ClientOptions options;
  private final LinkContext context;
  private final LinkStatus status;
  private final LinkKeeper keeper;

  Link(
      ConnectionPurpose purpose,
      ClientOptions options,
      TransportClient transport,
      ScheduledExecutorService timer,
      DoubleSupplier chance,
      StateNews news,
      DeclaredTopology declared) {
    this.options = options;
    context = new LinkContext(timer);
    status = new LinkStatus(purpose, news);
    keeper = new LinkKeeper(purpose, options, transport, timer, chance, declared, context, status);
  }

  /**
   * Runs a task in the link's context. Any thread. Returns whether that still is possible: it is
   * not once the client has closed.
   */
  boolean execute(Runnable task) {
    return context.execute(task);
  }

  /** Runs a task on the timer's thread, after a while. Any thread. */
  void schedule(Duration delay, Runnable task) {
    context.schedule(delay, task);
  }

  /** Returns how the connection is. Any thread. */
  ConnectionState state() {
    return status.state();
  }

  /** Says how the connection is, for messages. Any thread. */
  String describe() {
    return status.describe();
  }

  ClientOptions options() {
    return options;
  }

  /**
   * Returns what the broker said of itself last. Any thread, once {@link #connect} has returned.
   */
  Block.Welcome welcome() {
    Block.Welcome words = keeper.welcome();
    if (words == null) {
      throw new ConnectionException("not connected: " + ClientConnection.server(options));
    }
    return words;
  }

  /**
   * Makes the connection if that was never done, and waits for it; does not wait for one that was
   * lost.
   *
   * @throws ConnectionException if it can't be made within the connect timeout, or is closed
   */
  void connect() {
    CompletableFuture<Void> up = new CompletableFuture<>();
    if (!execute(() -> keeper.whenMade(up))) {
      throw closedException(options);
    }
    try {
      Waits.await(up, options.connectTimeout().plus(CONNECT_GRACE), () -> "connect");
    } catch (BbqTimeoutException e) {
      throw Thread.currentThread().isInterrupted()
          ? new ConnectionException(
              "interrupted while connecting: " + ClientConnection.server(options), e)
          : ConnectFailure.unanswered(options);
    }
  }

  /** Returns what comes of using a closed client's connection. */
  static ConnectionException closedException(ClientOptions options) {
    return new ConnectionException("connection closed: " + ClientConnection.server(options));
  }

  /** Has a resource live here, now and on later connections. Any thread. */
  void add(LinkResource resource) {
    if (!execute(() -> keeper.put(resource))) {
      resource.giveUp(closedException(options)); // there is no context any more
    }
  }

  /** Forgets a resource. Any thread. */
  void remove(LinkResource resource) {
    execute(() -> keeper.remove(resource));
  }

  /** Closes the connection and gives up. Any thread; waits a little until that is done. */
  void close() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    boolean posted =
        execute(
            () -> {
              keeper.giveUp(closedException(options));
              done.complete(true);
            });
    if (posted) {
      Waits.awaitToTheEnd(done, LONGEST_CLOSE);
    }
  }
}
