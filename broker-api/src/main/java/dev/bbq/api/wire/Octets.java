// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes that are compared by value.
 *
 * @param bytes which; must not change afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // what it is for
public record Octets(byte[] bytes) {

  /** None. */
  public static final Octets NONE = new Octets(new byte[0]);

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
