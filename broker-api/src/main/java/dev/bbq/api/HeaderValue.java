// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.util.Arrays;

/** A value of an application header. */
public sealed interface HeaderValue {

  /** Text, up to 65 535 bytes of UTF-8. */
  record Text(String value) implements HeaderValue {}

  /** A whole number. */
  record Whole(long value) implements HeaderValue {}

  /** A floating-point number. */
  record Real(double value) implements HeaderValue {}

  /** Yes or no. */
  record Flag(boolean value) implements HeaderValue {}

  /** Bytes, up to 65 535; not copied. */
  @SuppressWarnings("ArrayRecordComponent") // equality is by content, see below
  record Bytes(byte[] value) implements HeaderValue {
    @Override
    public boolean equals(Object other) {
      return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
      return "Bytes[length=" + value.length + "]";
    }
  }
}
