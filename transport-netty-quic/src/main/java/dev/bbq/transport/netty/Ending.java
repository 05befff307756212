// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The orderly end of a server or client: its connections, then its sockets, then its threads. One
 * thread is Netty's, not ours: its global executor, which tells the end of a group and ends by
 * itself a second later.
 */
final class Ending {

  // Netty's bound for tasks that keep a loop busy; ours come to an end on their own.
  private static final long LONGEST_SECONDS = 10;

  private final EventLoopGroup group;
  private final Set<QuicChannel> connections;
  private final List<Channel> sockets = new CopyOnWriteArrayList<>();
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Creates the end of a group whose open connections are in the given set. */
  Ending(EventLoopGroup group, Set<QuicChannel> connections) {
    this.group = group;
    this.connections = connections;
  }

  /** Adds a socket that is to be closed. */
  void add(Channel socket) {
    sockets.add(socket);
  }

  /**
   * Ends everything and waits, but not in a thread that is to end; returns whether all has ended.
   */
  boolean close(int code, Duration timeout) {
    if (begun.compareAndSet(false, true)) {
      var left = new AtomicInteger(sockets.size());
      for (Channel socket : sockets) {
        socket.eventLoop().execute(() -> close(socket, code, left));
      }
    }
    for (EventExecutor loop : group) {
      if (loop.inEventLoop()) {
        return false;
      }
    }
    try {
      return group.terminationFuture().await(timeout.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return group.isTerminated();
    }
  }

  /** Ends the threads of a group without waiting. */
  static void shutDown(EventLoopGroup group) {
    group.shutdownGracefully(0, LONGEST_SECONDS, TimeUnit.SECONDS);
  }

  private void close(Channel socket, int code, AtomicInteger left) {
    for (QuicChannel channel : connections) {
      if (channel.parent().equals(socket)) {
        var connection = channel.pipeline().get(NettyConnection.class);
        if (connection == null) {
          channel.close(); // in its handshake
        } else {
          connection.close(code, "");
        }
      }
    }
    socket
        .close()
        .addListener(
            closed -> {
              if (left.decrementAndGet() == 0) {
                shutDown(group); // not before: a loop that ends closes sockets first
              }
            });
  }
}
