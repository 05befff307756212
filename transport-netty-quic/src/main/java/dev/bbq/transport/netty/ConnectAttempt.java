// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.ConnectionHandler;
import dev.bbq.api.transport.TransportConnection;
import dev.bbq.api.transport.TransportException;
import dev.bbq.api.transport.TransportLimits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClosedChannelException;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslEngine;
import io.netty.handler.codec.quic.QuicStreamLimitChangedEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AttributeKey;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A connection at the client until its handshake is complete or its time is up. */
final class ConnectAttempt extends ChannelInboundHandlerAdapter {

  private static final AttributeKey<ConnectAttempt> KEY =
      AttributeKey.valueOf(ConnectAttempt.class, "attempt");

  private final String host;
  private final int port;
  private final ConnectionHandler handler;
  private final TransportLimits limits;
  private final PeerVerifier verifier;
  private final ClientSockets sockets;
  private final Set<QuicChannel> connections;
  private final CompletableFuture<TransportConnection> result = new CompletableFuture<>();
  private @Nullable Future<?> timer;
  private @Nullable QuicChannel channel;

  /**
   * Prepares an attempt.
   *
   * @param connections where the channel is to be found while it is open
   */
  ConnectAttempt(
      String host,
      int port,
      ConnectionHandler handler,
      TransportLimits limits,
      PeerVerifier verifier,
      ClientSockets sockets,
      Set<QuicChannel> connections) {
    this.host = host;
    this.port = port;
    this.handler = handler;
    this.limits = limits;
    this.verifier = verifier;
    this.sockets = sockets;
    this.connections = connections;
  }

  /**
   * Returns the TLS engine for the channel of an attempt; it verifies the name that was asked for.
   */
  static QuicSslEngine engine(QuicSslContext tls, QuicChannel channel) {
    ConnectAttempt attempt = channel.attr(KEY).get();
    return tls.newEngine(channel.alloc(), attempt.host, attempt.port);
  }

  /** Begins; any thread. The stage completes in the event loop of the socket. */
  CompletionStage<TransportConnection> start() {
    runInLoop(this::begin);
    return result.minimalCompletionStage();
  }

  private void begin() {
    long timeoutMs = limits.handshakeTimeout().toMillis();
    timer =
        sockets
            .eventLoop()
            .schedule(() -> timeOut(limits.handshakeTimeout()), timeoutMs, TimeUnit.MILLISECONDS);
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
    if (literal == null) {
      // The JDK's resolver blocks. The thread ends by itself, even if the client has ended before.
      Thread.ofPlatform().daemon().name("bbq-netty-client-resolver").start(this::resolve);
      return;
    }
    try {
      connect(InetAddress.getByAddress(literal));
    } catch (UnknownHostException e) {
      throw new AssertionError("the length of an address is right", e);
    }
  }

  private void resolve() {
    try {
      InetAddress resolved = InetAddress.getByName(host);
      runInLoop(() -> connect(resolved));
    } catch (UnknownHostException e) {
      runInLoop(() -> fail(TransportException.Kind.ADDRESS, "host unknown: " + target(), e));
    }
  }

  private void connect(InetAddress address) {
    if (result.isDone()) {
      return;
    }
    QuicChannel.newBootstrap(sockets.to(address))
        .attr(KEY, this)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the timer of this attempt covers more
        .handler(this)
        .remoteAddress(new InetSocketAddress(address, port))
        .connect()
        .addListener(
            connected -> {
              if (connected.cause() != null) {
                fail(connected.cause());
              }
            });
  }

  @Override
  public void channelRegistered(ChannelHandlerContext context) {
    var registered = (QuicChannel) context.channel();
    channel = registered;
    connections.add(registered);
    registered.closeFuture().addListener(closed -> connections.remove(registered));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completion && completion.isSuccess()) {
      // Later, for a server that allows no streams; another does so next, before data of its own
      // comes.
      context.executor().execute(() -> succeed(context));
    } else if (event instanceof QuicStreamLimitChangedEvent) {
      succeed(context);
    } else if (event instanceof QuicConnectionCloseEvent closed) {
      fail(Causes.refused(closed, target()));
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    fail(cause);
  }

  private void succeed(ChannelHandlerContext context) {
    if (result.isDone()) {
      return;
    }
    var connected = (QuicChannel) context.channel();
    NettyConnection connection;
    try {
      connection = new NettyConnection(connected, Peers.of(connected, verifier), handler);
    } catch (SSLHandshakeException e) {
      fail(e);
      return;
    }
    stopTimer();
    context.pipeline().replace(this, null, connection);
    result.complete(connection);
  }

  private void timeOut(Duration timeout) {
    fail(
        TransportException.Kind.TIMEOUT,
        "server did not answer: %s, timeoutMs=%d".formatted(target(), timeout.toMillis()),
        null);
  }

  /** Says whether the channel has ended without a word of the server: for it was idle. */
  private static boolean isSilence(Throwable cause) {
    return cause instanceof QuicClosedChannelException closed && closed.event() == null;
  }

  private void fail(TransportException.Kind kind, String message, @Nullable Throwable cause) {
    fail(new TransportException(kind, message, cause));
  }

  private void fail(Throwable cause) {
    QuicChannel failed = channel;
    if (isSilence(cause)) {
      timeOut(limits.idleTimeout());
      return;
    }
    fail(
        failed == null
            ? new TransportException(
                TransportException.Kind.FAILURE,
                "connection failed: %s, reason=%s".formatted(target(), Causes.words(cause)),
                cause)
            : Causes.ofConnect(failed, cause, target()));
  }

  private void fail(TransportException failure) {
    stopTimer();
    result.completeExceptionally(failure);
    if (channel != null) {
      channel.close();
    }
  }

  private void stopTimer() {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  private void runInLoop(Runnable step) {
    try {
      sockets.eventLoop().execute(step);
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(
          new TransportException(TransportException.Kind.FAILURE, "client closed: " + target(), e));
    }
  }

  private String target() {
    return "host=%s, port=%d".formatted(host, port);
  }
}
