// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.TransportException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;

/** The choice of event loop and UDP socket: epoll where the system has it, NIO elsewhere. */
final class Sockets {

  // A burst at full speed must fit while the loop is busy; the kernel caps it at its own maximum.
  private static final int BUFFER_BYTES = 8 << 20;
  // With room for several datagrams in one buffer, Netty's epoll socket reads them with one
  // recvmmsg.
  private static final int DATAGRAMS = 32;
  private static final int SMALLEST_DATAGRAM_BYTES = 2048; // some send more than they were told

  private Sockets() {}

  /** Returns whether several sockets can share a port, so that several threads can serve it. */
  static boolean canSharePort() {
    return Epoll.isAvailable();
  }

  /** Returns whether one system call can send several packets (UDP_SEGMENT, also called GSO). */
  static boolean canSegment() {
    return Epoll.isAvailable() && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
  }

  /** Creates a group whose daemon threads bear the given name and a number. */
  static EventLoopGroup group(int threads, String name) {
    var factory = new DefaultThreadFactory(name, true);
    return new MultiThreadIoEventLoopGroup(
        threads,
        factory,
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** Binds a socket to the next loop of the group and waits until that is done. */
  static Channel bind(
      EventLoopGroup group,
      InetSocketAddress address,
      Reach reach,
      boolean sharedPort,
      ChannelHandler handler)
      throws TransportException {
    // Netty's default allocates buffers of more than some KiB anew each time, and zeroes them.
    // Shared by all sockets: a pool of one's own keeps its memory after the socket has gone.
    var allocator = PooledByteBufAllocator.DEFAULT;
    var readBuffer = new ReadBuffer(allocator);
    int datagramBytes = Math.max(reach.packetBytes(), SMALLEST_DATAGRAM_BYTES);
    int receiveBytes = Epoll.isAvailable() ? DATAGRAMS * datagramBytes : datagramBytes;
    var bootstrap =
        new Bootstrap()
            .group(group)
            .channel(Epoll.isAvailable() ? EpollDatagramChannel.class : NioDatagramChannel.class)
            .attr(ReadBuffer.KEY, readBuffer)
            .attr(Reach.KEY, reach)
            .option(ChannelOption.ALLOCATOR, allocator)
            .option(ChannelOption.SO_RCVBUF, BUFFER_BYTES)
            .option(ChannelOption.SO_SNDBUF, BUFFER_BYTES)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(receiveBytes))
            .handler(handler);
    if (Epoll.isAvailable()) {
      bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, datagramBytes);
      if (sharedPort) {
        bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
      }
    }
    ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
    bound.channel().closeFuture().addListener(closed -> readBuffer.release());
    if (!bound.isSuccess()) {
      throw new TransportException(
          TransportException.Kind.ADDRESS,
          "address not bound: address=%s, reason=%s"
              .formatted(address, Causes.words(bound.cause())),
          bound.cause());
    }
    return bound.channel();
  }
}
