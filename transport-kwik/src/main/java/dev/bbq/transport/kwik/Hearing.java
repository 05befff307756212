// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

/**
 * When packets came last from a peer, and when any was sent to it; any thread.
 *
 * <p>A connection that is alive answers: what comes and has to be acknowledged makes it send. One
 * that kwik has let go of in silence hears its peer repeat itself, and says nothing.
 */
final class Hearing {

  private volatile long heardNs = System.nanoTime();
  private volatile long saidNs = heardNs;

  /** Learns of a packet of the peer. */
  void heard() {
    heardNs = System.nanoTime();
  }

  /** Learns of a packet to the peer. */
  void said() {
    saidNs = System.nanoTime();
  }

  /** Returns for how long nothing has come, or nothing has gone, whichever is longer. */
  long silentNs(long nowNs) {
    return Math.max(nowNs - heardNs, nowNs - saidNs);
  }
}
