// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.api.wire.Tag;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A connection whose other end is the test. */
final class FakeConnection implements TransportConnection {

  private static final long PATIENCE_S = 10;

  private final FakeBroker broker;
  private final ExecutorService context;
  private final Thread contextThread;
  private final ConnectionHandler handler;
  private final Set<FakeStream> open = new LinkedHashSet<>();
  private final BlockingQueue<FakeStream> opened = new LinkedBlockingQueue<>();
  private final AtomicInteger executed = new AtomicInteger();
  private final CompletableFuture<CloseCause> closed = new CompletableFuture<>();
  private long nextId;
  private volatile int allowed = Integer.MAX_VALUE;
  private boolean isClosed;
  private volatile boolean opensFull;

  FakeConnection(
      FakeBroker broker, ExecutorService context, Thread contextThread, ConnectionHandler handler) {
    this.broker = broker;
    this.context = context;
    this.contextThread = contextThread;
    this.handler = handler;
  }

  // --- the test's side, any thread

  /** Returns the stream that the client opens next; the first is the control stream. */
  FakeStream nextStream() {
    try {
      FakeStream stream = opened.poll(PATIENCE_S, TimeUnit.SECONDS);
      assertThat(stream).as("next stream").isNotNull();
      settle(); // the client may be about to write its first words
      return stream;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Tells whether the client has opened no more streams so far. */
  boolean isQuiet() {
    settle();
    return opened.isEmpty();
  }

  /** Opens a stream as a broker never does. */
  FakeStream openFromBroker() {
    CompletableFuture<FakeStream> made = new CompletableFuture<>();
    run(
        () -> {
          FakeStream stream = new FakeStream(this, 1);
          stream.handler(handler.onStream(stream));
          made.complete(stream);
        });
    return made.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** Ends the connection. */
  void lose(CloseCause.Kind kind, long code, String reason) {
    run(() -> end(new CloseCause(kind, code, reason)));
  }

  /** Returns how the connection ended; waits for it. */
  CloseCause awaitClosed() {
    return closed.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** Allows so many streams from now on, beside those that are open. */
  void allowStreams(int count) {
    run(
        () -> {
          allowed = count;
          handler.onStreamCredit();
        });
  }

  /** Has streams take nothing when they are opened, from now on, or take all. */
  void openFull(boolean full) {
    opensFull = full;
  }

  /** Returns how many tasks the client has handed to the context so far. */
  int executed() {
    return executed.get();
  }

  /** Holds the context until the returned future completes. */
  CompletableFuture<Void> hold() {
    CompletableFuture<Void> release = new CompletableFuture<>();
    run(() -> release.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join());
    return release;
  }

  /** Waits until the context has nothing left to do. */
  void settle() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    run(() -> run(() -> idle.complete(null)));
    idle.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  /** Runs a task of the test in the context. */
  void run(Runnable task) {
    context.execute(task);
  }

  // --- in the context

  void requireContext() {
    assertThat(Thread.currentThread()).isSameAs(contextThread);
  }

  void forget(FakeStream stream) {
    open.remove(stream);
  }

  void sent(FakeStream stream, FakeStream.Sent block) {
    if (block.tag() == Tag.HELO) {
      broker.greeting().forEach(stream::send);
    }
  }

  private void end(CloseCause cause) {
    if (!isClosed) {
      isClosed = true;
      List.copyOf(open).forEach(FakeStream::connectionClosed);
      open.clear();
      handler.onClosed(cause);
      closed.complete(cause);
    }
  }

  @Override
  public Peer peer() {
    return new Peer(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), TestIdentity.tls().chain());
  }

  @Override
  public @Nullable TransportStream tryOpenStream(StreamHandler streamHandler) {
    requireContext();
    if (isClosed || allowed == 0) {
      return null;
    }
    allowed = allowed == Integer.MAX_VALUE ? allowed : allowed - 1;
    FakeStream stream = new FakeStream(this, nextId);
    stream.handler(streamHandler);
    if (opensFull) {
      stream.fill();
    }
    nextId += 4;
    open.add(stream);
    opened.add(stream);
    return stream;
  }

  @Override
  public void execute(Runnable task) {
    executed.incrementAndGet();
    context.execute(task);
  }

  @Override
  public void close(long code, String reason) {
    if (!context.isShutdown()) {
      run(() -> end(new CloseCause(CloseCause.Kind.LOCAL, code, reason)));
    }
  }
}
