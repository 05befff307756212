// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.Peer;
import dev.bbq.api.transport.Transport.Acceptor;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** A connection at the server until its handshake is complete, which has its time. */
final class ServerHandshake extends ChannelInboundHandlerAdapter {

  private final Acceptor acceptor;
  private final Refusals refusals;
  private final PeerVerifier verifier;
  private final Duration timeout;
  private @Nullable Future<?> timer;

  ServerHandshake(Acceptor acceptor, Refusals refusals, PeerVerifier verifier, Duration timeout) {
    this.acceptor = acceptor;
    this.refusals = refusals;
    this.verifier = verifier;
    this.timeout = timeout;
  }

  @Override
  public void channelRegistered(ChannelHandlerContext context) {
    timer =
        context
            .executor()
            .schedule(() -> context.close(), timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (timer != null) {
      timer.cancel(false);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent completion && completion.isSuccess()) {
      accept(context, (QuicChannel) context.channel());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    refusals.refused((QuicChannel) context.channel(), cause);
  }

  private void accept(ChannelHandlerContext context, QuicChannel channel) {
    Peer peer;
    try {
      peer = Peers.of(channel, verifier);
    } catch (SSLHandshakeException e) {
      refusals.refused(channel, e);
      context.close();
      return;
    }
    var connection = new NettyConnection(channel, peer, Unheard.CONNECTION);
    context.pipeline().replace(this, null, connection);
    try {
      connection.handler(acceptor.accept(connection));
    } catch (RuntimeException e) {
      connection.fail(e);
    }
  }
}
