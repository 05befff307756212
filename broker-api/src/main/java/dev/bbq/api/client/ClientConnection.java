// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClientOptions;
import dev.bbq.api.ConnectionException;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportClient;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker, from the attempt to its end: it says hello, keeps the heart
 * beating, opens streams as the broker allows them, and knows why it ended.
 */
final class ClientConnection implements ConnectionHandler {

  private final ClientOptions options;
  private final ScheduledExecutorService timer;
  private final CompletableFuture<Block.Welcome> welcome = new CompletableFuture<>();
  private volatile @Nullable TransportConnection transport;
  private volatile boolean over;

  // The rest belongs to the connection's context.
  private final Deque<ClientStream> waiting = new ArrayDeque<>();
  private final List<ClientStream> orphans = new ArrayList<>();
  private @Nullable ControlStream control;
  private @Nullable RequestStream requests;
  private @Nullable ScheduledFuture<?> heartbeat;
  private @Nullable BbqException failure;
  private @Nullable BbqException lost;

  ClientConnection(ClientOptions options, ScheduledExecutorService timer) {
    this.options = options;
    this.timer = timer;
  }

  /** Begins to connect. */
  void start(TransportClient client) {
    try {
      client.connect(options.host(), options.port(), this).whenComplete(this::connected);
    } catch (RuntimeException e) { // the client may be closing
      connected(null, e);
    }
  }

  private void connected(@Nullable TransportConnection connection, @Nullable Throwable problem) {
    if (connection == null) {
      Throwable cause =
          problem instanceof CompletionException && problem.getCause() != null
              ? problem.getCause()
              : problem;
      over = true;
      welcome.completeExceptionally(
          new ConnectionException(
              "can't connect: %s, reason=%s"
                  .formatted(server(), cause == null ? "" : cause.getMessage()),
              cause));
      return;
    }
    transport = connection;
    if (over) {
      connection.close(ErrorCode.NONE.number(), "");
    }
    execute(this::sayHello);
  }

  private void sayHello() {
    control = new ControlStream(this);
    open(control);
  }

  /**
   * Waits until the broker has accepted the client.
   *
   * @throws ConnectionException if it does not, or not in time, whereupon the connection is closed
   */
  Block.Welcome awaitWelcome(Deadline deadline) {
    try {
      return Waits.await(welcome, deadline.left(), "connect to " + server());
    } catch (BbqTimeoutException e) {
      if (Thread.currentThread().isInterrupted()) { // others may wait with more patience
        throw new ConnectionException("interrupted while connecting: " + server(), e);
      }
      close();
      throw new ConnectionException(
          "not connected in time: %s, timeout=%s".formatted(server(), options.connectTimeout()), e);
    }
  }

  /** Says whether no new stream should be opened here; any thread. */
  boolean isOver() {
    return over;
  }

  /** Returns what the broker said of itself; any thread, once it has. */
  Block.Welcome welcome() {
    return welcome.join();
  }

  /** Returns where this leads, for messages; any thread. */
  String server() {
    return "host=%s, port=%d".formatted(options.host(), options.port());
  }

  /** Returns who we are: the subject of our certificate (RFC 2253). */
  String identity() {
    return options.tls().chain().get(0).getSubjectX500Principal().getName();
  }

  ClientOptions options() {
    return options;
  }

  /**
   * Runs a task in the connection's context. Any thread. Returns whether that still is possible.
   */
  boolean execute(Runnable task) {
    TransportConnection connection = transport;
    if (connection == null) {
      return false;
    }
    try {
      connection.execute(task);
      return true;
    } catch (RejectedExecutionException ended) {
      return false;
    }
  }

  /** Runs a task on the timer's thread, after a while. Any thread. */
  void schedule(Duration delay, Runnable task) {
    try {
      timer.schedule(task, Waits.nanos(delay), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      // The client's close ends everything anyway.
    }
  }

  /** Closes the connection. Any thread. */
  void close() {
    over = true;
    welcome.completeExceptionally(new ConnectionException("connection closed: " + server()));
    TransportConnection connection = transport;
    if (connection != null) {
      connection.close(ErrorCode.NONE.number(), "");
    }
  }

  /** Opens a stream now or as soon as the broker allows it. Context. */
  void open(ClientStream stream) {
    waiting.add(stream);
    openWaiting();
  }

  /** Ends a stream once it is known why the connection has ended. Context. */
  void endWhenClosed(ClientStream stream) {
    if (lost == null) {
      orphans.add(stream);
    } else {
      stream.end(lost);
    }
  }

  /** Asks the broker. Any thread; the future completes in the connection's context. */
  CompletableFuture<Answer> ask(Block.TopologyRequest request) {
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    if (!execute(() -> requests().ask(request, answer))) {
      answer.completeExceptionally(new ConnectionException("connection closed: " + server()));
    }
    return answer;
  }

  private RequestStream requests() {
    RequestStream stream = requests;
    if (stream == null || stream.isOver()) {
      stream = new RequestStream(this);
      requests = stream;
      open(stream);
    }
    return stream;
  }

  /** Takes the broker's welcome. Context. */
  void welcomed(Block.Welcome words) {
    long idleMs = Math.min(words.idleTimeoutMs(), Client.LIMITS.idleTimeout().toMillis());
    long periodMs = Math.max(1, idleMs / 3);
    try {
      heartbeat = timer.scheduleAtFixedRate(this::beat, periodMs, periodMs, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      close();
    }
    welcome.complete(words);
  }

  private void beat() {
    execute(() -> Objects.requireNonNull(control).ping());
  }

  /** Takes the broker's goodbye: it ends the connection soon. Context. */
  void goodbye(Block.Goodbye words) {
    over = true;
    failure =
        new ConnectionException(
            "broker ended the connection: %s, code=%s, reason=%s"
                .formatted(server(), words.code(), words.reason()));
  }

  /** Ends the connection for a reason. Context. */
  void fail(BbqException why) {
    over = true;
    if (failure == null) {
      failure = why;
    }
    welcome.completeExceptionally(why);
    TransportConnection connection = transport;
    if (connection != null) {
      connection.close(ErrorCode.NONE.number(), "");
    }
  }

  @Override
  public StreamHandler onStream(TransportStream stream) {
    return new UnwantedStream(stream);
  }

  @Override
  public void onStreamCredit() {
    openWaiting();
  }

  @Override
  public void onClosed(CloseCause cause) {
    over = true;
    if (heartbeat != null) {
      heartbeat.cancel(false);
    }
    lost = failure == null ? lostBy(cause) : failure;
    orphans.forEach(stream -> stream.end(lost));
    orphans.clear();
    openWaiting();
    welcome.completeExceptionally(lost);
  }

  private ConnectionException lostBy(CloseCause cause) {
    return new ConnectionException(
        switch (cause.kind()) {
          case LOCAL -> "connection closed: " + server();
          case PEER ->
              "connection lost: %s, cause=closed by the broker, code=%s, reason=%s"
                  .formatted(server(), ErrorCode.ofNumber(cause.code()), cause.reason());
          case IDLE_TIMEOUT ->
              "connection lost: %s, cause=nothing heard from the broker".formatted(server());
          case FAILURE -> "connection lost: %s, cause=%s".formatted(server(), cause.reason());
        });
  }

  private void openWaiting() {
    while (!waiting.isEmpty()) {
      ClientStream next = waiting.remove();
      if (lost != null) {
        next.end(lost);
      } else if (!next.isOver()) {
        TransportStream stream = transport == null ? null : transport.tryOpenStream(next);
        if (stream == null) {
          waiting.addFirst(next);
          return;
        }
        next.onOpened(stream);
      }
    }
  }
}
