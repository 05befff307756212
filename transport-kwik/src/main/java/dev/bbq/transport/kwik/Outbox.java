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
 * lost and sent again. Worse, what sends again may meet a writer, and then each relies on the other
 * to wake the sender (StreamOutputStreamImpl.scheduleSendStreamFrameRequest): the end of a stream
 * so stays behind for ever. So a packet waits here until kwik logs it, which it does in the same
 * thread right after it has noted it.
 */
final class Outbox {

  private static final String SENDER = "sender"; // SenderImpl's name for its thread

  private static final ThreadLocal<@Nullable Held> HELD = new ThreadLocal<>();

  private Outbox() {}

  private record Held(DatagramPacket packet, Consumer<DatagramPacket> sender) {}

  /** Keeps a packet, which nobody changes any more, until {@link #release} in the same thread. */
  static void keep(DatagramPacket packet, Consumer<DatagramPacket> sender) {
    release();
    if (isSender()) {
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

  /** Says whether it is one of kwik's senders that asks; what other threads send needs no note. */
  private static boolean isSender() {
    return Thread.currentThread().getName().startsWith(SENDER);
  }
}
