// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

/** When packets of a peer came last; any thread. */
final class Hearing {

  private volatile long lastNs = System.nanoTime();

  /** Learns of a packet. */
  void heard() {
    lastNs = System.nanoTime();
  }

  /** Returns for how long nothing has come. */
  long silentNs(long nowNs) {
    return nowNs - lastNs;
  }
}
