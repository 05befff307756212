// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The socket of a client's connection, which steers it around two faults in a handshake. */
final class ClientSocket extends SteadySocket {

  private static final long LONGEST_HOLD_NS = 1_000_000_000L;
  private static final long NAP_NS = 100_000L;
  // The two bits of the type in the first byte of a long header.
  private static final int TYPE_MASK = 0xb0;
  private static final int HANDSHAKE = 0xa0;
  private static final int VERSION_BYTES = 4;

  private volatile @Nullable BooleanSupplier ready;

  /** Binds a socket that hands over no packet before a condition holds, but keeps none for long. */
  ClientSocket(BooleanSupplier ready) throws SocketException {
    super(new InetSocketAddress(0), packet -> true);
    this.ready = ready;
  }

  @Override
  public void receive(DatagramPacket packet) throws IOException {
    super.receive(packet);
    BooleanSupplier condition = ready;
    if (condition != null) {
      await(condition);
      ready = null;
    }
  }

  private void await(BooleanSupplier condition) {
    long endNs = System.nanoTime() + LONGEST_HOLD_NS;
    while (!condition.getAsBoolean() && System.nanoTime() < endNs && !isClosed()) {
      LockSupport.parkNanos(NAP_NS);
    }
  }

  /**
   * Sends a packet, and what shares its datagram with the handshake in a datagram of its own: a
   * server on kwik that has ended the handshake throws the datagram away for the packet that it has
   * no keys for any more (PacketParser.parseAndProcessPackets).
   */
  @Override
  void sendNow(DatagramPacket packet) {
    int first = handshakeBytes(packet);
    int rest = packet.getLength() - first;
    if (first == 0 || rest <= 0) {
      super.sendNow(packet);
      return;
    }
    byte[] data = packet.getData();
    int start = packet.getOffset();
    super.sendNow(new DatagramPacket(data, start, first, packet.getSocketAddress()));
    super.sendNow(new DatagramPacket(data, start + first, rest, packet.getSocketAddress()));
  }

  /** Returns the length of the Handshake packet at the start of a datagram, or 0 for another. */
  static int handshakeBytes(DatagramPacket packet) {
    var in = ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength());
    int start = in.position();
    if (!in.hasRemaining() || (in.get() & TYPE_MASK) != HANDSHAKE) {
      return 0;
    }
    // RFC 9000 section 17.2: version, both connection IDs, length of what follows.
    in.position(in.position() + VERSION_BYTES);
    for (int ids = 0; ids < 2; ids++) {
      int idBytes = in.get();
      in.position(in.position() + idBytes);
    }
    int lengthOfLength = 1 << ((in.get(in.position()) & 0xc0) >> 6);
    long length = in.get() & 0x3f;
    for (int i = 1; i < lengthOfLength; i++) {
      length = length << 8 | (in.get() & 0xff);
    }
    return in.position() - start + (int) length;
  }
}
