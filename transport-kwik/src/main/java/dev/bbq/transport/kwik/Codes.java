// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

/** Error codes, which QUIC encodes in 62 bits (RFC 9000 section 16). */
final class Codes {

  private static final long LARGEST = (1L << 62) - 1;

  private Codes() {}

  /** Returns a code if it is one. */
  static long require(long code) {
    if (code < 0 || code > LARGEST) {
      throw new IllegalArgumentException("code out of range: code=" + code);
    }
    return code;
  }
}
