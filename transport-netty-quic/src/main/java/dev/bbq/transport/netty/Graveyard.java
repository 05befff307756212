// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * The aborted streams of one connection that Netty still has to close.
 *
 * <p>To close a stream without FIN, Netty sends one, even behind a RESET; if the packet with the
 * RESET got lost, the peer would take what it has for the whole. So a stream is closed only when
 * the RESET has long been acknowledged and quiche has no state to send a FIN from.
 */
final class Graveyard {

  private static final long REST_NS = 2_000_000_000L;

  private final EventLoop loop;
  private final ArrayDeque<Grave> graves = new ArrayDeque<>();

  Graveyard(EventLoop loop) {
    this.loop = loop;
  }

  void bury(QuicStreamChannel stream) {
    graves.add(new Grave(stream, System.nanoTime() + REST_NS));
    if (graves.size() == 1) {
      schedule(REST_NS);
    }
  }

  private void schedule(long delayNs) {
    loop.schedule(this::clear, delayNs, TimeUnit.NANOSECONDS);
  }

  private void clear() {
    long nowNs = System.nanoTime();
    for (Grave oldest = graves.peek(); oldest != null; oldest = graves.peek()) {
      long leftNs = oldest.untilNs - nowNs;
      if (leftNs > 0) {
        schedule(leftNs);
        return;
      }
      graves.remove();
      oldest.stream.close();
    }
  }

  private record Grave(QuicStreamChannel stream, long untilNs) {}
}
