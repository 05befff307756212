// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.CloseCause;
import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportStream;
import dev.bbq.core.testkit.Fields;
import dev.bbq.core.testkit.Later;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A connection with no network. The test's thread is its context; what the broker puts off waits
 * for {@link #run()}.
 */
public final class FakeConnection implements TransportConnection {

  private final Peer peer;
  private final Thread context = Thread.currentThread();
  private final Later tasks = new Later();
  private final List<FakeStream> streams = new ArrayList<>();
  private @Nullable ConnectionHandler handler;
  private boolean transportEnded;
  private @Nullable X509Certificate own;
  @Nullable ErrorCode closedWith;
  String closedFor = "";

  /** Creates a connection of a client with these certificates. */
  public FakeConnection(List<X509Certificate> certificates) {
    this.peer =
        new Peer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000), certificates);
  }

  /** Sets the certificate that the broker has shown. */
  FakeConnection showing(X509Certificate certificate) {
    own = certificate;
    return this;
  }

  /** Sets what the broker has returned for it. */
  public void handledBy(ConnectionHandler connectionHandler) {
    handler = connectionHandler;
  }

  private ConnectionHandler handler() {
    if (handler == null) {
      throw new AssertionError("connection without handler");
    }
    return handler;
  }

  /** Opens a stream as the client. */
  FakeStream open() {
    FakeStream stream = new FakeStream(this, 4L * streams.size());
    streams.add(stream);
    stream.handledBy(handler().onStream(stream));
    return stream;
  }

  /** Opens a stream and sends a first burst. */
  public FakeStream open(byte[]... pieces) {
    return open().send(pieces);
  }

  /** Runs what waits for the context. */
  public void run() {
    tasks.runAll();
  }

  /** Loses the connection. */
  public void lose() {
    streams.forEach(FakeStream::close);
    handler().onClosed(new CloseCause(CloseCause.Kind.IDLE_TIMEOUT, 0, ""));
    tasks.runAll();
  }

  /** Ends the transport, so that nothing runs in this context any more. */
  void endTransport() {
    transportEnded = true;
  }

  /** Returns how many streams the broker still knows. */
  int openHandlers() {
    return ((Collection<?>) Fields.of(handler(), "streams")).size();
  }

  void requireContext() {
    if (Thread.currentThread() != context) {
      throw new AssertionError("called outside of the connection's context");
    }
  }

  @Override
  public Peer peer() {
    return peer;
  }

  @Override
  public Optional<X509Certificate> ownCertificate() {
    return Optional.ofNullable(own);
  }

  @Override
  public @Nullable TransportStream tryOpenStream(StreamHandler streamHandler) {
    throw new AssertionError("the broker opens no streams");
  }

  @Override
  public void execute(Runnable task) {
    if (transportEnded) {
      throw new RejectedExecutionException("transport ended");
    }
    tasks.execute(task);
  }

  @Override
  public void close(long code, String reason) {
    closedWith = ErrorCode.ofNumber(code);
    closedFor = reason;
  }
}
