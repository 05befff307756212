// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

/** The codes of closes, resets and stops. */
final class Codes {

  private Codes() {}

  /** Returns the code as Netty takes it: it has no room for those above 2^31-1. */
  static int toInt(long code) {
    if (code < 0 || code > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("code out of range: code=" + code);
    }
    return (int) code;
  }
}
