// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ConnectionPurpose;
import dev.bbq.api.ConnectionState;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.wire.Block;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connection for one purpose: made when it is first needed, and made anew when it was lost,
 * until the client is closed or gives up. What lives on it is told of each connection.
 *
 * <p>All state that connections and resources share is touched in one place at a time, the link's
 * context: the context of the connection while there is one, else the client's timer. The place
 * changes only by a task that runs in it, as the last thing that it does; a task that finds itself
 * in a former place moves on to the present one. So no lock is needed, and what a publisher could
 * not send on one connection is handed to the next one safely.
 */
final class Link implements ClientConnection.Owner {

  /** Of its own: who has a listener may want to hear it from there alone. */
  private static final Logger LOG = System.getLogger("dev.bbq.api.client.Link");

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

  /** How much longer than an attempt its caller waits, so that the attempt says what is wrong. */
  private static final Duration CONNECT_GRACE = Duration.ofSeconds(1);

  /** Where the link's context is; of a connection or of none. */
  private static final class Place {
    private final Executor executor;
    private final @Nullable ClientConnection connection;

    Place(Executor executor, @Nullable ClientConnection connection) {
      this.executor = executor;
      this.connection = connection;
    }
  }

  private final ConnectionPurpose purpose;
  private final ClientOptions options;
  private final TransportClient transport;
  private final ScheduledExecutorService timer;
  private final DoubleSupplier chance;
  private final StateNews news;
  private final DeclaredTopology declared;
  private final Place nowhere;
  private volatile Place place;
  private volatile ConnectionState state = new ConnectionState.Idle();
  private volatile Block.@Nullable Welcome welcome;

  // The rest belongs to the link's context.
  private final Set<LinkResource> resources = new LinkedHashSet<>();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private @Nullable ClientConnection current;
  private @Nullable BbqException closed;
  private @Nullable ScheduledFuture<?> outage;
  private boolean made;
  private boolean ready;
  private int attempt;
  private String lastReason = "";

  Link(
      ConnectionPurpose purpose,
      ClientOptions options,
      TransportClient transport,
      ScheduledExecutorService timer,
      DoubleSupplier chance,
      StateNews news,
      DeclaredTopology declared) {
    this.purpose = purpose;
    this.options = options;
    this.transport = transport;
    this.timer = timer;
    this.chance = chance;
    this.news = news;
    this.declared = declared;
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
   * Runs a task in the link's context. Any thread. Returns whether that still is possible: it is
   * not once the client has closed.
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

  /** Returns how the connection is. Any thread. */
  ConnectionState state() {
    return state;
  }

  /** Says how the connection is, for messages. Any thread. */
  String describe() {
    return switch (state) {
      case ConnectionState.Idle idle -> "none";
      case ConnectionState.Connected connected -> "up";
      case ConnectionState.Blocked blocked ->
          "blocked by the broker, code=%s, reason=%s".formatted(blocked.code(), blocked.reason());
      case ConnectionState.Reconnecting again ->
          "lost, attempt=%d, reason=%s".formatted(again.attempt(), again.reason());
      case ConnectionState.Closed gone -> "closed, reason=" + gone.reason();
    };
  }

  ClientOptions options() {
    return options;
  }

  /**
   * Returns what the broker said of itself last. Any thread, once {@link #connect} has returned.
   */
  Block.Welcome welcome() {
    Block.Welcome words = welcome;
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
    if (!execute(() -> whenMade(up))) {
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
    if (!execute(() -> put(resource))) {
      resource.giveUp(closedException(options)); // there is no context any more
    }
  }

  /** Forgets a resource. Any thread. */
  void remove(LinkResource resource) {
    execute(() -> resources.remove(resource));
  }

  /** Closes the connection and gives up. Any thread; waits a little until that is done. */
  void close() {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    boolean posted =
        execute(
            () -> {
              giveUp(closedException(options));
              done.complete(true);
            });
    if (posted) {
      Waits.isTrueWithin(done, LONGEST_CLOSE);
    }
  }

  @Override
  public void welcomed(ClientConnection connection, Block.Welcome words) {
    execute(() -> takeOver(connection, words));
  }

  @Override
  public void leaving(ClientConnection connection, BbqException why) {
    execute(() -> leave(connection, why));
  }

  @Override
  public void blocked(ClientConnection connection) {
    execute(() -> tellBlocked(connection));
  }

  @Override
  public void ended(ClientConnection connection, BbqException why) {
    execute(() -> lose(connection, why));
  }

  // --- in the link's context

  private void put(LinkResource resource) {
    if (closed != null) {
      resource.giveUp(closed);
      return;
    }
    resources.add(resource);
    if (ready && current != null) {
      resource.attach(current);
    }
  }

  private void whenMade(CompletableFuture<Void> up) {
    if (closed != null) {
      up.completeExceptionally(closed);
    } else if (made) {
      up.complete(null);
    } else {
      waiting.add(up);
      tryConnect();
    }
  }

  private void tryConnect() {
    if (current != null || closed != null) {
      return;
    }
    ClientConnection connection = new ClientConnection(options, timer, this);
    current = connection;
    schedule(options.connectTimeout(), connection::abandon);
    connection.start(transport);
  }

  private void takeOver(ClientConnection connection, Block.Welcome words) {
    if (connection != current) {
      connection.close();
      return;
    }
    welcome = words;
    place = new Place(connection, connection);
    execute(() -> restore(connection));
  }

  /** Declares again what the client has declared, before anything else goes on. */
  private void restore(ClientConnection connection) {
    List<Block.TopologyRequest> requests = made ? declared.requests() : List.of();
    if (requests.isEmpty()) {
      restored(connection, List.of());
    } else {
      Redeclaration.run(connection, requests, problems -> restored(connection, problems));
    }
  }

  private void restored(ClientConnection connection, List<String> problems) {
    if (connection != current || connection.isOver()) {
      return;
    }
    if (made) {
      LOG.log(
          problems.isEmpty() ? Logger.Level.INFO : Logger.Level.WARNING,
          "connected again: connection={0}, problems={1}",
          purpose,
          problems);
    }
    made = true;
    ready = true;
    attempt = 0;
    stopOutage();
    state = new ConnectionState.Connected(problems);
    news.tell(purpose, state);
    tellBlocked(connection);
    waiting.forEach(up -> up.complete(null));
    waiting.clear();
    List.copyOf(resources).forEach(resource -> resource.attach(connection));
  }

  private void tellBlocked(ClientConnection connection) {
    if (connection != current || !ready || purpose != ConnectionPurpose.PUBLISHING) {
      return;
    }
    Block.Blocked why = connection.blocked();
    if (why != null) {
      LOG.log(Logger.Level.INFO, "blocked: code={0}, reason={1}", why.code(), why.reason());
      change(new ConnectionState.Blocked(why.code(), why.reason()));
    } else if (state instanceof ConnectionState.Blocked) {
      LOG.log(Logger.Level.INFO, "unblocked");
      change(new ConnectionState.Connected(List.of()));
      List.copyOf(resources).forEach(LinkResource::resume);
    }
  }

  private void change(ConnectionState to) {
    state = to;
    news.tell(purpose, to);
  }

  /** Ends our part in good order: the publishing side sends no more, consumers go on. */
  private void leave(ClientConnection connection, BbqException why) {
    if (connection != current) {
      return;
    }
    ready = false;
    if (purpose == ConnectionPurpose.PUBLISHING) {
      lastReason = String.valueOf(why.getMessage());
      change(new ConnectionState.Reconnecting(1, Duration.ZERO, lastReason));
      List.copyOf(resources).forEach(LinkResource::leave);
    }
    connection.closeWhenQuiet();
  }

  private void lose(ClientConnection connection, BbqException why) {
    if (connection != current) {
      return;
    }
    current = null;
    ready = false;
    if (place.connection == connection) {
      List.copyOf(resources).forEach(LinkResource::detach);
      place = nowhere;
      execute(() -> goOn(why));
    } else {
      goOn(why);
    }
  }

  private void goOn(BbqException why) {
    if (closed != null) {
      return;
    }
    if (!made) {
      waiting.forEach(up -> up.completeExceptionally(why));
      waiting.clear();
      return;
    }
    Duration longest = options.reconnect().maxOutage();
    if (ConnectFailure.isForGood(why) || longest.isZero()) {
      giveUp(why);
      return;
    }
    if (outage == null) {
      outage =
          timer.schedule(
              () -> execute(this::outageTooLong), Waits.nanos(longest), TimeUnit.NANOSECONDS);
    }
    attempt++;
    Duration delay = options.reconnect().delay(attempt, chance.getAsDouble());
    lastReason = String.valueOf(why.getMessage());
    LOG.log(
        attempt == 1 ? Logger.Level.WARNING : Logger.Level.DEBUG,
        "reconnecting: connection={0}, attempt={1}, delay={2}, reason={3}",
        purpose,
        attempt,
        delay,
        lastReason);
    change(new ConnectionState.Reconnecting(attempt, delay, lastReason));
    schedule(delay, () -> execute(this::tryConnect));
  }

  private void outageTooLong() {
    if (outage != null) {
      giveUp(
          new ConnectionException(
              "gave up to reconnect: outage=%s, reason=%s"
                  .formatted(options.reconnect().maxOutage(), lastReason)));
    }
  }

  private void stopOutage() {
    if (outage != null) {
      outage.cancel(false);
      outage = null;
    }
  }

  private void giveUp(BbqException why) {
    if (closed != null) {
      return;
    }
    closed = why;
    ready = false;
    stopOutage();
    ClientConnection open = current;
    current = null;
    if (open != null) {
      open.close();
    }
    String reason = String.valueOf(why.getMessage());
    LOG.log(Logger.Level.DEBUG, "connection given up: connection={0}, reason={1}", purpose, reason);
    change(new ConnectionState.Closed(reason));
    waiting.forEach(up -> up.completeExceptionally(why));
    waiting.clear();
    List<LinkResource> left = List.copyOf(resources);
    resources.clear();
    left.forEach(resource -> resource.giveUp(why));
  }
}
