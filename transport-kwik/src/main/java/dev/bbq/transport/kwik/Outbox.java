// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.net.DatagramPacket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What each thread is about to send: a packet goes out only when kwik has noted that it is sent.
 *
 * <p>kwik hands a packet to its socket before it notes it (SenderImpl.send). On a fast path the
 * acknowledgement comes first, is lost on kwik, and the packet with all its frames is taken for
 * lost and sent again: one in ten on loopback. Worse, what sends again may meet a writer, and then
 * each relies on the other to wake the sender
 * (StreamOutputStreamImpl.scheduleSendStreamFrameRequest): the end of a stream so stays behind for
 * ever. So a packet waits here until kwik logs it, which it does in the same thread right after it
 * has noted it.
 */
final class Outbox {

  private static final ThreadLocal<@Nullable Held> HELD = new ThreadLocal<>();

  private Outbox() {}

  private record Held(DatagramPacket packet, Consumer<DatagramPacket> sender) {}

  /** Keeps a packet, which nobody changes any more, until {@link #release} in the same thread. */
  static void keep(DatagramPacket packet, Consumer<DatagramPacket> sender) {
    release();
    if (isLogged(packet)) {
      HELD.set(new Held(packet, sender));
    } else {
      sender.accept(packet);
    }
  }

  /** Sends what this thread has kept. */
  static void release() {
    Held waiting = HELD.get();
    if (waiting != null) {
      HELD.remove();
      waiting.sender().accept(waiting.packet());
    }
  }

  /**
   * Says whether kwik logs a packet so that we hear of it: all but a Version Negotiation (RFC 9000
   * section 17.2.1), which has version 0; it needs no note either.
   */
  private static boolean isLogged(DatagramPacket packet) {
    byte[] data = packet.getData();
    int at = packet.getOffset();
    boolean isLong = packet.getLength() > 4 && (data[at] & 0x80) != 0;
    return !(isLong && (data[at + 1] | data[at + 2] | data[at + 3] | data[at + 4]) == 0);
  }
}
