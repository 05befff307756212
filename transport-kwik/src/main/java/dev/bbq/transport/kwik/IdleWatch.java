// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicConnection;

/**
 * The watch over the silence of one connection, as kwik's own idle timer does not always see it.
 *
 * <p>Two ends on kwik never fall silent when a round trip takes less than about 20 ms: each answers
 * an acknowledgement by one, and asks for the next (AckGenerator.wantsAckFromPeer). So a client
 * counts what its streams do instead of packets, and leaves without a word, which the server then
 * hears. A server counts packets, as its client may keep the connection up by PING frames.
 */
final class IdleWatch {

  // kwik looks once a second, and should have its turn where it works.
  private static final Duration LATE = Duration.ofMillis(1500);
  private static final Duration STILL_LATE = Duration.ofMillis(250);

  private final Hearing hearing;
  private final @Nullable SteadySocket ownSocket;
  private final long idleNs;
  private volatile boolean moved;

  // The rest belongs to the patrol.
  private long movedNs = System.nanoTime();
  private long sentBytes;

  private IdleWatch(Hearing hearing, @Nullable SteadySocket ownSocket, Duration idleTimeout) {
    this.hearing = hearing;
    this.ownSocket = ownSocket;
    idleNs = idleTimeout.toNanos();
  }

  /** Watches over a connection at its client, which has a socket of its own. */
  static IdleWatch ofClient(SteadySocket socket, Duration idleTimeout) {
    return new IdleWatch(socket.hearing(), socket, idleTimeout);
  }

  /** Watches over a connection at its server. */
  static IdleWatch ofServer(Hearing hearing, Duration idleTimeout) {
    return new IdleWatch(hearing, null, idleTimeout);
  }

  /** Learns that something of a stream has come; any thread. */
  void moved() {
    moved = true;
  }

  /** Says whether the connection has been idle for too long. Only in the patrol. */
  boolean isOver(QuicConnection quic, long nowNs) {
    return hearing.silentNs(nowNs) > idleNs + LATE.toNanos()
        || (ownSocket != null && stillNs(quic, nowNs) > idleNs + STILL_LATE.toNanos());
  }

  /** Lets no word out any more, as an idle connection ends in silence (RFC 9000 section 10.1). */
  void hush() {
    if (ownSocket != null) {
      ownSocket.hush();
    }
  }

  /** Returns for how long no stream has moved. */
  private long stillNs(QuicConnection quic, long nowNs) {
    long sent = quic.getStats().dataBytesSent();
    if (moved || sent != sentBytes) {
      moved = false;
      sentBytes = sent;
      movedNs = nowNs;
    }
    return nowNs - movedNs;
  }
}
