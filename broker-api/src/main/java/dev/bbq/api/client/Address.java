// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.wire.Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An exchange and a routing key, and the fields of a SEND block that carry them. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Address(String exchange, String routingKey, byte[] fields) {

  /**
   * Returns the address.
   *
   * @throws IllegalArgumentException if one of the names is none
   */
  static Address of(String exchange, String routingKey) {
    require("exchange", exchange);
    require("routing key", routingKey);
    byte[] first = exchange.getBytes(StandardCharsets.UTF_8);
    byte[] second = routingKey.getBytes(StandardCharsets.UTF_8);
    ByteBuffer fields = ByteBuffer.allocate(2 * Long.BYTES + first.length + second.length);
    fields.putLong(first.length).put(first).putLong(second.length).put(second);
    return new Address(exchange, routingKey, fields.array());
  }

  boolean is(String otherExchange, String otherKey) {
    return exchange.equals(otherExchange) && routingKey.equals(otherKey);
  }

  /** Requires up to 255 bytes of UTF-8 without control characters. */
  static void require(String field, String name) {
    if (!Names.isRoutingKey(name)) {
      throw invalid(field, name);
    }
  }

  /** Requires 1–255 bytes of UTF-8 without control characters. */
  static void requireName(String field, String name) {
    if (!Names.isName(name)) {
      throw invalid(field, name);
    }
  }

  private static IllegalArgumentException invalid(String field, String name) {
    return new IllegalArgumentException(
        "name empty, too long or with control characters: field=%s, length=%d"
            .formatted(field, name.length()));
  }
}
