// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.Message;
import dev.bbq.api.wire.PropertiesCodec;
import dev.bbq.api.wire.Tag;
import java.nio.ByteBuffer;

/** Makes DELV blocks as a broker sends them. */
final class Deliveries {

  private Deliveries() {}

  static byte[] block(long number, String body) {
    return block(number, 0, "x", "k", Message.of(body));
  }

  static byte[] block(long number, int redeliveries, String exchange, String key, Message message) {
    byte[] address = Address.of(exchange, key).fields();
    byte[] properties = PropertiesCodec.encode(message.properties());
    int tail = properties.length == 0 ? 0 : Long.BYTES + properties.length;
    int total = Long.BYTES + Integer.BYTES + address.length + Long.BYTES + message.size() + tail;
    ByteBuffer block = ByteBuffer.allocate(Tag.BYTES + Long.BYTES + total);
    block.putInt(Tag.DELV).putLong(total).putLong(number).putInt(redeliveries).put(address);
    block.putLong(message.size()).put(message.bytes());
    if (tail > 0) {
      block.putLong(properties.length).put(properties);
    }
    return block.array();
  }

  /** Returns the blocks of deliveries with these numbers, one after another. */
  static byte[] blocks(long from, long to) {
    ByteBuffer all = ByteBuffer.allocate(1 << 16);
    for (long number = from; number <= to; number++) {
      all.put(block(number, "m" + number));
    }
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    return bytes;
  }
}
