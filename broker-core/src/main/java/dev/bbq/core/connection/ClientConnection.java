// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Tag;
import dev.bbq.core.jfr.ConnectionEvent;
import dev.bbq.core.jfr.Flight;
import dev.bbq.core.log.LogText;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection and its streams. In the connection's context, but for what says "any
 * thread".
 */
final class ClientConnection implements ConnectionHandler {

  private static final System.Logger LOGGER = System.getLogger(ClientConnection.class.getName());

  private final Connections connections;
  private final TransportConnection transport;
  private final Services services;
  private final String identity;
  private final long number;
  private final Instant since;
  private final ConnectionCounters counters = new ConnectionCounters();
  private final @Nullable ConnectionEvent event;
  private volatile String product = "";
  private final RouteCache routes;
  private final Set<IncomingStream> streams = new HashSet<>();
  private @Nullable ControlStream control;
  private final AtomicBoolean sweepAsked = new AtomicBoolean();
  private final Set<PublishStream> waiting = new LinkedHashSet<>();
  private long waitingBytes;
  private boolean toldBlocked;
  private int lagging;
  private boolean caughtUp;
  private Block.@Nullable Goodbye goodbye;

  ClientConnection(
      Connections connections,
      TransportConnection transport,
      Services services,
      String identity,
      long number) {
    this.connections = connections;
    this.transport = transport;
    this.services = services;
    this.identity = identity;
    this.number = number;
    this.since = services.about().clock().instant();
    this.routes = new RouteCache(services.topology());
    this.event = Flight.connection(number, identity, LogText.address(transport.peer().address()));
  }

  /** Returns the broker's number for it; any thread. */
  long number() {
    return number;
  }

  /** Returns what is counted for it. */
  ConnectionCounters counters() {
    return counters;
  }

  /** Returns the way to the queues, for messages of all its streams. */
  RouteCache routes() {
    return routes;
  }

  /** Returns what there is to be seen of the broker. */
  Overview overview() {
    return connections.overview();
  }

  /** Returns how it is now; any thread. */
  ConnectionInfo info() {
    return new ConnectionInfo(
        number,
        identity,
        address(),
        services.about().transport(),
        product,
        since,
        counters.isBlocked(),
        counters.blockedTime(),
        counters.streams(),
        counters.in(),
        counters.refused(),
        counters.out());
  }

  /** Learns how the client calls its own kind. */
  void calledItself(String name) {
    product = LogText.of(name);
  }

  /** Returns who the client is: the subject of its certificate (RFC 2253). */
  String identity() {
    return identity;
  }

  /**
   * Runs a task in the connection's context. Any thread.
   *
   * @throws RejectedExecutionException if the transport has ended
   */
  void execute(Runnable task) {
    transport.execute(
        () -> {
          try {
            task.run();
          } finally {
            worked();
          }
        });
  }

  /** Learns that something was done for the client; any thread. */
  void worked() {
    connections.worked();
  }

  @Override
  public StreamHandler onStream(TransportStream stream) {
    IncomingStream incoming = new IncomingStream(this, stream);
    streams.add(incoming);
    return incoming;
  }

  /** Returns what serves a stream that begins with this tag; null if none does. */
  @Nullable BlockStream open(int tag, TransportStream stream) {
    BlockStream opened = create(tag, stream);
    if (opened != null) {
      counters.opened(opened.kind());
    }
    return opened;
  }

  private @Nullable BlockStream create(int tag, TransportStream stream) {
    if (tag == Tag.SEND) {
      return new PublishStream(stream, this, services);
    } else if (tag == Tag.RECV) {
      return new ConsumeStream(stream, this, services);
    } else if (tag == Tag.HELO) {
      return new ControlStream(stream, this, services);
    }
    return RequestStream.TAGS.contains(tag) ? new RequestStream(stream, this, services) : null;
  }

  void closed(IncomingStream incoming, @Nullable BlockStream opened) {
    streams.remove(incoming);
    if (opened != null) {
      counters.closed(opened.kind());
    }
  }

  /**
   * Learns on which stream the client hears from the broker itself. Returns whether it is the only
   * one.
   */
  boolean welcomed(ControlStream stream) {
    if (control != null) {
      return false;
    }
    control = stream;
    return true;
  }

  /** Tells the client what it has to know once it is welcome. */
  void greet() {
    tellMemory();
    if (control != null && goodbye != null) {
      control.tell(goodbye);
    }
  }

  // --- messages that wait for memory

  /** Learns that publishers have to wait, or may go on. */
  void memoryChanged() {
    tellMemory();
    if (services.memory().isBlocked()) {
      saveMemory();
    } else {
      workOffWaiting();
    }
  }

  /** Asks all streams, for one that is paused, or silent, does nothing of its own accord. */
  private void saveMemory() {
    for (IncomingStream stream : List.copyOf(streams)) {
      stream.saveMemory();
    }
  }

  private void workOffWaiting() {
    for (PublishStream stream : List.copyOf(waiting)) {
      stream.guarded(stream::goOn);
    }
  }

  /**
   * Tells the client whether its messages have to wait, if that is news and the client listens. It
   * is told how things are, not each change, so that whatever changes come in whatever order on
   * other threads, it hears of them by turns.
   */
  void tellMemory() {
    boolean blocked = services.memory().isBlocked();
    if (control != null && control.listens() && blocked != toldBlocked) {
      toldBlocked = blocked;
      control.tell(
          blocked
              ? new Block.Blocked(ErrorCode.BLOCKED, services.memory().reason())
              : new Block.Unblocked());
    }
  }

  /** Has a message wait. Returns whether there is room for it. */
  boolean tryWait(long bytes) {
    if (waitingBytes + bytes > services.limits().maxWaitingBytes()
        || !services.memory().tryWait(bytes)) {
      return false;
    }
    waitingBytes += bytes;
    return true;
  }

  /** Has a message wait for something else than memory, whether there is room for it or not. */
  void waitAnyway(long bytes) {
    waitingBytes += bytes;
    services.memory().waitAnyway(bytes);
  }

  /** Learns that messages wait no more. */
  void waitNoMore(long bytes) {
    waitingBytes -= bytes;
    services.memory().waitNoMore(bytes);
  }

  /** Learns that what is incomplete or unread takes more memory, or less. */
  void keeps(long bytes) {
    waitingBytes += bytes;
    services.memory().incomplete(bytes);
  }

  /** Tells whether that is too much, because publishers have to wait. */
  boolean keepsTooMuch() {
    return services.memory().mustWait()
        && (waitingBytes > services.limits().maxWaitingBytes() || services.memory().isFull());
  }

  /** Learns whether messages of a stream wait, so that it hears when they need not any more. */
  void waits(PublishStream stream, boolean waits) {
    if (waits) {
      waiting.add(stream);
    } else {
      waiting.remove(stream);
    }
    counters.blocked(!waiting.isEmpty());
  }

  /**
   * Learns whether a stream is not read because the store lags behind: what it leaves unread can
   * keep the bytes of others from coming, so until one is read again they owe none.
   */
  void lags(boolean lags) {
    lagging += lags ? 1 : -1;
    caughtUp |= !lags;
  }

  void logOpened() {
    LOGGER.log(
        Level.INFO,
        () ->
            "connection opened: identity=%s, address=%s, transport=%s"
                .formatted(LogText.quoted(identity), address(), services.about().transport()));
  }

  @Override
  public void onClosed(CloseCause cause) {
    LOGGER.log(
        Level.INFO,
        () ->
            "connection closed: identity=%s, address=%s, transport=%s, kind=%s, code=%d, reason=%s, durationMs=%d"
                .formatted(
                    LogText.quoted(identity),
                    address(),
                    services.about().transport(),
                    cause.kind(),
                    cause.code(),
                    LogText.quoted(cause.reason()),
                    Duration.between(since, services.about().clock().instant()).toMillis()));
    Flight.end(
        event,
        cause.kind().name(),
        cause.code(),
        LogText.of(cause.reason()),
        counters.in(),
        counters.out());
    connections.closed(this);
  }

  private String address() {
    return LogText.address(transport.peer().address());
  }

  /** Says whether a sweep may be asked for: the one before has run. Any thread. */
  boolean mayBeSwept() {
    return sweepAsked.compareAndSet(false, true);
  }

  /** Resets streams whose client owes bytes and sends none. */
  void sweep(int patience) {
    sweepAsked.set(false);
    if (services.memory().isBlocked()) {
      saveMemory();
    }
    boolean stuck = lagging > 0 && !caughtUp;
    caughtUp = false;
    if (stuck) {
      return;
    }
    for (IncomingStream stream : List.copyOf(streams)) {
      stream.sweep(patience);
    }
  }

  // --- the end

  /** Tells whether new messages are refused because the broker is going. */
  boolean isDraining() {
    return goodbye != null;
  }

  /** Refuses new messages from now on, and tells the client. */
  void drain(Block.Goodbye words) {
    goodbye = words;
    if (control != null) {
      control.tell(words);
    }
    workOffWaiting();
  }

  /**
   * Completes with whether the client has been handed all that is on its way to it now. Any thread.
   *
   * @throws RejectedExecutionException if the transport has ended
   */
  CompletableFuture<Boolean> askIdle() {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    transport.execute( // not as work, which would have it asked again
        () -> answer.complete(streams.stream().allMatch(IncomingStream::isIdle)));
    return answer;
  }

  /** Tells the client that nothing more comes. */
  void farewell() {
    if (control != null) {
      control.end();
    }
  }
}
