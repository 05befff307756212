// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import dev.bbq.api.transport.TlsConfig;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicClientCodecBuilder;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamType;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A peer that our transport's client would not be: without a certificate, or with another
 * application protocol. It speaks QUIC through Netty itself.
 */
public final class NettyPeer extends Awaiting implements AutoCloseable {

  private static final String HOST = "127.0.0.1";

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private @Nullable QuicChannel connection;
  private int receivedBytes;
  private boolean closed;

  private NettyPeer() {}

  /** Connects to the loopback interface; to be refused there is no failure. */
  public static NettyPeer connect(int port, String alpn, boolean certificate) {
    NettyPeer peer = new NettyPeer();
    peer.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), tls(alpn, certificate));
    return peer;
  }

  private static QuicSslContext tls(String alpn, boolean certificate) {
    TlsConfig own = TestCertificates.client();
    QuicSslContextBuilder builder =
        QuicSslContextBuilder.forClient()
            .trustManager(own.trusted().toArray(X509Certificate[]::new))
            .applicationProtocols(alpn);
    return certificate
        ? builder.keyManager(own.key(), null, own.chain().toArray(X509Certificate[]::new)).build()
        : builder.build();
  }

  private void open(InetSocketAddress address, QuicSslContext tls) {
    ChannelFuture bound =
        new Bootstrap()
            .group(group)
            .channel(NioDatagramChannel.class)
            .handler(
                new QuicClientCodecBuilder()
                    .sslEngineProvider(
                        connecting -> tls.newEngine(connecting.alloc(), HOST, address.getPort()))
                    .maxIdleTimeout(8, TimeUnit.SECONDS)
                    .initialMaxData(1 << 20)
                    .initialMaxStreamDataBidirectionalLocal(1 << 20)
                    .build())
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Channel socket = await(bound).channel();
    QuicChannel.newBootstrap(socket)
        .remoteAddress(address)
        .handler(new Watching())
        .connect()
        .addListener((Future<QuicChannel> connected) -> change(() -> done(connected)));
    await("connection or refusal", () -> connection != null || closed);
  }

  private void done(Future<QuicChannel> connected) {
    if (!connected.isSuccess()) {
      closed = true;
      return;
    }
    connection = connected.getNow();
    connected.getNow().closeFuture().addListener(end -> change(() -> closed = true));
  }

  /** Writes bytes on a stream of their own, if there is a connection. */
  public void publish(byte[] block) {
    QuicChannel open = read(() -> Optional.ofNullable(connection)).orElse(null);
    if (open == null) {
      return;
    }
    Future<QuicStreamChannel> stream =
        open.createStream(QuicStreamType.BIDIRECTIONAL, new Counting());
    if (await(stream).isSuccess()) {
      stream.getNow().writeAndFlush(Unpooled.wrappedBuffer(block));
    }
  }

  /** Returns how many bytes the broker has sent on streams. */
  public int receivedBytes() {
    return read(() -> receivedBytes);
  }

  /** Waits until the broker has sent so many bytes. */
  public void awaitBytes(int count) {
    await(count + " bytes", () -> receivedBytes >= count);
  }

  /** Waits until there is no connection, or no longer. */
  public void awaitClosed() {
    await("end of the connection", () -> closed);
  }

  private static <F extends Future<?>> F await(F future) {
    if (!future.awaitUninterruptibly(LONGEST_WAIT.toMillis())) {
      throw new AssertionError("never done: " + future);
    }
    return future;
  }

  @Override
  public void close() {
    await(group.shutdownGracefully(0, 5, TimeUnit.SECONDS));
  }

  @Override
  public String toString() {
    return "NettyPeer[receivedBytes=%d, closed=%s]".formatted(receivedBytes, closed);
  }

  private final class Watching extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof QuicConnectionCloseEvent) { // some seconds before the channel closes
        change(() -> closed = true);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // to be refused is what is expected
    }
  }

  private final class Counting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      change(() -> receivedBytes += bytes.readableBytes());
      bytes.release();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // to be refused is what is expected
    }
  }
}
