// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqException;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the broker, from the attempt to its end: it says hello, keeps the heart
 * beating, opens streams as the broker allows them, and knows why it ended.
 */
final class ClientConnection implements ConnectionHandler, Executor {

  /** Who learns what becomes of a connection; mostly called in its context. */
  interface Owner {

    /** Learns that the broker has accepted the client. */
    void welcomed(ClientConnection connection, Block.Welcome words);

    /** Learns that the broker wants to end the connection. */
    void leaving(ClientConnection connection, BbqException why);

    /** Learns that {@link ClientConnection#blocked()} has changed. */
    void blocked(ClientConnection connection);

    /** Learns, once, that there is no connection, or no more. */
    void ended(ClientConnection connection, BbqException why);
  }

  private final ClientOptions options;
  private final ScheduledExecutorService timer;
  private final Owner owner;
  private final AtomicBoolean endTold = new AtomicBoolean();
  private volatile @Nullable TransportConnection transport;
  private volatile boolean over;
  private volatile boolean accepted;

  // The rest belongs to the connection's context.
  private final Deque<ClientStream> waiting = new ArrayDeque<>();
  private final List<ClientStream> orphans = new ArrayList<>();
  private @Nullable ControlStream control;
  private @Nullable ScheduledFuture<?> heartbeat;
  private Block.@Nullable Welcome welcome;
  private Block.@Nullable Blocked blocked;
  private int blocks;
  private @Nullable BbqException failure;
  private @Nullable BbqException lost;
  private boolean closingWhenQuiet;
  private int streams;

  ClientConnection(ClientOptions options, ScheduledExecutorService timer, Owner owner) {
    this.options = options;
    this.timer = timer;
    this.owner = owner;
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
      tellEnd(ConnectFailure.of(options, problem));
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

  private void tellEnd(BbqException why) {
    over = true;
    if (endTold.compareAndSet(false, true)) {
      owner.ended(this, why);
    }
  }

  /** Gives up the attempt unless the broker has accepted the client by now. Any thread. */
  void abandon() {
    if (!accepted) {
      boolean silent = transport != null;
      tellEnd(silent ? ConnectFailure.silent(options) : ConnectFailure.unanswered(options));
      close(); // only now, or its end would be the reason
    }
  }

  /** Says whether nothing new should be begun here; any thread. */
  boolean isOver() {
    return over;
  }

  /** Returns what the broker said of itself; once it has. Context. */
  Block.Welcome welcome() {
    return Objects.requireNonNull(welcome);
  }

  /** Returns why the broker has messages wait; null when it has not. Context. */
  Block.@Nullable Blocked blocked() {
    return blocked;
  }

  /** Returns how often the broker has become blocked. */
  int blocks() {
    return blocks;
  }

  /** Says whether messages may be begun to be sent. Context. */
  boolean takesMessages() {
    return blocked == null && !over;
  }

  /** Returns where this leads, for messages; any thread. */
  String server() {
    return server(options);
  }

  /** Returns where a client connects, for messages. */
  static String server(ClientOptions options) {
    return "host=%s, port=%d".formatted(options.host(), options.port());
  }

  /** Returns who we are: the subject of our certificate (RFC 2253). */
  String identity() {
    return options.tls().chain().get(0).getSubjectX500Principal().getName();
  }

  /** Returns what proves to the broker who we are. Context. */
  CertificateProof proof() {
    return new CertificateProof(
        options.tls(), Objects.requireNonNull(transport).peer().certificates().get(0));
  }

  /**
   * Runs a task in the connection's context. Any thread, once it is connected.
   *
   * @throws RejectedExecutionException if the client has closed
   */
  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(transport).execute(task);
  }

  /** Closes the connection. Any thread. */
  void close() {
    over = true;
    TransportConnection connection = transport;
    if (connection != null) {
      connection.close(ErrorCode.NONE.number(), "");
    }
  }

  /** Closes the connection as soon as no stream but the control stream is left. Context. */
  void closeWhenQuiet() {
    closingWhenQuiet = true;
    List<ClientStream> unopened = List.copyOf(waiting);
    waiting.clear();
    unopened.forEach(stream -> stream.endWithConnection(Objects.requireNonNull(failure)));
    closeIfQuiet();
  }

  private void closeIfQuiet() {
    if (closingWhenQuiet && streams == 0) {
      close();
    }
  }

  /** Opens a stream now or as soon as the broker allows it. Context. */
  void open(ClientStream stream) {
    if (stream != control) {
      streams++;
    }
    waiting.add(stream);
    openWaiting();
  }

  /** Learns that a stream of this connection has ended. Context. */
  void streamEnded(ClientStream stream) {
    if (stream != control) {
      streams--;
      closeIfQuiet();
    }
  }

  /** Ends a stream once it is known why the connection has ended. Context. */
  void endWhenClosed(ClientStream stream) {
    if (lost == null) {
      orphans.add(stream);
    } else {
      stream.endWithConnection(lost);
    }
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
    welcome = words;
    accepted = true;
    owner.welcomed(this, words);
  }

  private void beat() {
    try {
      execute(() -> Objects.requireNonNull(control).ping());
    } catch (RejectedExecutionException closed) {
      // The client's close has stopped the heart.
    }
  }

  /** Takes the broker's word that messages have to wait, or need not any more. Context. */
  void blocked(Block.@Nullable Blocked words) {
    blocked = words;
    blocks += words == null ? 0 : 1;
    owner.blocked(this);
  }

  /** Takes the broker's goodbye: it ends the connection soon. Context. */
  void goodbye(Block.Goodbye words) {
    over = true;
    failure =
        new ConnectionException(
            "broker ended the connection: %s, code=%s, reason=%s"
                .formatted(server(), words.code(), words.reason()));
    owner.leaving(this, failure);
  }

  /** Ends the connection for a reason. Context. */
  void fail(BbqException why) {
    over = true;
    if (failure == null) {
      failure = why;
    }
    close();
  }

  @Override
  public StreamHandler onStream(TransportStream stream) {
    stream.reset(ErrorCode.NOT_ALLOWED.number()); // a broker opens no streams
    stream.stopReading(ErrorCode.NOT_ALLOWED.number());
    return new StreamHandler() {};
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
    orphans.forEach(stream -> stream.endWithConnection(lost));
    orphans.clear();
    openWaiting();
    tellEnd(lost);
  }

  private ConnectionException lostBy(CloseCause cause) {
    if (!accepted && ConnectFailure.isOfTls(cause)) {
      return ConnectFailure.ofTls(options, cause);
    }
    if (!accepted
        && cause.kind() == CloseCause.Kind.PEER
        && cause.code() == ErrorCode.CERTIFICATE_REFUSED.number()) {
      return ConnectFailure.ofProof(options, cause);
    }
    boolean refused =
        !accepted
            && cause.kind() == CloseCause.Kind.PEER
            && cause.code() == ErrorCode.NOT_ALLOWED.number();
    return new ConnectionException(
        refused ? ConnectionException.Kind.REFUSED : ConnectionException.Kind.LOST,
        switch (cause.kind()) {
          case LOCAL -> "connection closed: " + server();
          case PEER ->
              "connection lost: %s, cause=closed by the broker, code=%s, reason=%s"
                  .formatted(server(), ErrorCode.ofNumber(cause.code()), cause.reason());
          case IDLE_TIMEOUT ->
              "connection lost: %s, cause=nothing heard from the broker".formatted(server());
          case FAILURE -> "connection lost: %s, cause=%s".formatted(server(), cause.reason());
        },
        null);
  }

  private void openWaiting() {
    while (!waiting.isEmpty()) {
      ClientStream next = waiting.remove();
      if (lost != null) {
        next.endWithConnection(lost);
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
