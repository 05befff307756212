// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A DELV block as it came over the wire. */
public record RawDelivery(
    long number, int redeliveries, String exchange, String routingKey, String message) {

  static RawDelivery of(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    return new RawDelivery(in.getLong(), in.getInt(), text(in), text(in), text(in));
  }

  private static String text(ByteBuffer in) {
    byte[] field = new byte[Math.toIntExact(in.getLong())];
    in.get(field);
    return new String(field, StandardCharsets.UTF_8);
  }
}
