// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetAddress;

/**
 * The sockets of a client, which one thread serves.
 *
 * @param near for servers on this host
 * @param far for all others
 */
record ClientSockets(Channel near, Channel far) {

  /** Returns the one that leads to an address. */
  Channel to(InetAddress address) {
    return Reach.of(address) == Reach.LOOPBACK ? near : far;
  }

  /** Returns the thread of both. */
  EventLoop eventLoop() {
    return far.eventLoop();
  }
}
