// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import java.io.IOException;
import java.net.Socket;

/** Ends of sockets. */
final class Sockets {

  private static final int LINGER_MS = 1000;

  private Sockets() {}

  /** Closes a socket at once. */
  static void close(Socket raw) {
    try {
      raw.close();
    } catch (IOException e) {
      // it is as closed as it can be
    }
  }

  /**
   * Closes a socket when the peer has read the last words, or has had time to: a close with unread
   * input would make the peer's system throw them away.
   */
  static void linger(Socket raw) {
    try (raw) {
      raw.shutdownOutput();
      raw.setSoTimeout(LINGER_MS);
      long endNs = System.nanoTime() + LINGER_MS * 1_000_000L;
      byte[] discarded = new byte[8192];
      while (raw.getInputStream().read(discarded) >= 0 && System.nanoTime() < endNs) {}
    } catch (IOException e) {
      // the peer has gone
    }
  }
}
