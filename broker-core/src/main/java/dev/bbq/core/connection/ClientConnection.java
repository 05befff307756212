// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.ConnectionInfo;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Block;
import dev.bbq.api.wire.Tag;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private volatile String product = "";
  private final Set<IncomingStream> streams = new HashSet<>();
  private @Nullable ControlStream control;
  private final AtomicBoolean sweepAsked = new AtomicBoolean();
  private int batches;
  private boolean draining;

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
  }

  /** Returns the broker's number for it; any thread. */
  long number() {
    return number;
  }

  /** Returns what is counted for it. */
  ConnectionCounters counters() {
    return counters;
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
        text(transport.peer().address()),
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

  private static String text(InetSocketAddress address) {
    String host =
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress();
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
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
    transport.execute(task);
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

  @Override
  public void onStreamCredit() {
    // the broker opens no streams
  }

  @Override
  public void onClosed(CloseCause cause) {
    LOGGER.log(
        Level.INFO,
        () ->
            "connection closed: identity=%s, address=%s, kind=%s, code=%d, reason=%s"
                .formatted(
                    identity,
                    transport.peer().address(),
                    cause.kind(),
                    cause.code(),
                    LogText.of(cause.reason())));
    connections.closed(this);
  }

  /** Says whether a sweep may be asked for: the one before has run. Any thread. */
  boolean mayBeSwept() {
    return sweepAsked.compareAndSet(false, true);
  }

  /** Resets streams whose client owes bytes and sends none. */
  void sweep(int patience) {
    sweepAsked.set(false);
    for (IncomingStream stream : List.copyOf(streams)) {
      stream.sweep(patience);
    }
  }

  // --- the end

  /** Tells whether new messages are refused because the broker is going. */
  boolean isDraining() {
    return draining;
  }

  /** Refuses new messages from now on, and tells the client. */
  void drain(Block.Goodbye goodbye) {
    draining = true;
    if (control != null) {
      control.goodbye(goodbye);
    }
    connections.drainedIf(draining && batches == 0, this);
  }

  void batchBegun() {
    batches++;
  }

  void batchEnded() {
    batches--;
    connections.drainedIf(draining && batches == 0, this);
  }
}
