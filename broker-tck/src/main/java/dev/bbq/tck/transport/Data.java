// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.transport;

import java.util.Random;

/** Bytes to send. */
final class Data {

  private Data() {}

  /** Returns bytes that differ everywhere, always the same ones for a seed. */
  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
