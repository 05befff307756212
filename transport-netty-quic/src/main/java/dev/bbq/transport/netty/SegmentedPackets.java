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

  // The kernel takes at most 64 KiB in one call, headers included.
  private static final int MOST_BYTES = 65_000;

  private final int segments;
  private final Runnable beforeSend;

  /**
   * Creates an allocator.
   *
   * @param packetBytes the size of the largest packets, or 0 to send them one by one
   * @param beforeSend runs whenever packets are about to be made; must not throw
   */
  SegmentedPackets(int packetBytes, Runnable beforeSend) {
    segments = packetBytes == 0 ? 0 : MOST_BYTES / packetBytes;
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
