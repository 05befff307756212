// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.handler.codec.quic.SegmentedDatagramPacketAllocator;
import java.net.InetSocketAddress;

/**
 * One connection's way to send many packets with one system call, and its moment to hand over
 * output just before packets are made.
 *
 * <p>Netty's own {@code EpollQuicUtils.newSegmentedAllocator} ends in an IllegalAccessError on the
 * module path: its module doesn't read that of the packet type.
 */
final class SegmentedPackets implements SegmentedDatagramPacketAllocator {

  // The kernel takes at most 64 KiB in one call: 48 packets of 1350 bytes.
  private static final int SEGMENTS = 48;

  private final int segments;
  private final Runnable beforeSend;

  /**
   * Creates an allocator.
   *
   * @param beforeSend runs whenever packets are about to be made; must not throw
   */
  SegmentedPackets(boolean segmenting, Runnable beforeSend) {
    segments = segmenting ? SEGMENTS : 0;
    this.beforeSend = beforeSend;
  }

  /**
   * Returns how many packets to send at once.
   *
   * <p>Netty makes packets at once for each write that comes outside of a read pass. But it asks
   * here before it does so, and doesn't begin anew for writes made meanwhile: so the output of all
   * streams goes into the same packets.
   */
  @Override
  public int maxNumSegments() {
    beforeSend.run();
    return segments;
  }

  @Override
  public DatagramPacket newPacket(
      ByteBuf buffer, int segmentSize, InetSocketAddress remoteAddress) {
    return new SegmentedDatagramPacket(buffer, segmentSize, remoteAddress);
  }
}
