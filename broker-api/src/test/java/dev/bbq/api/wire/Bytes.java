// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import dev.bbq.api.MessageProperties;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes the bytes that tests read. */
final class Bytes {

  private Bytes() {}

  static byte[] concat(List<byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return all.toByteArray();
  }

  static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Returns a block: tag, total, payload. */
  static byte[] block(int tag, byte[] payload) {
    return ByteBuffer.allocate(BlockReader.HEADER_BYTES + payload.length)
        .putInt(tag)
        .putLong(payload.length)
        .put(payload)
        .array();
  }

  /** Returns only the header of a block. */
  static byte[] header(int tag, long total) {
    return ByteBuffer.allocate(BlockReader.HEADER_BYTES).putInt(tag).putLong(total).array();
  }

  /** Returns a u64 length and the bytes. */
  static byte[] field(byte[] bytes) {
    return ByteBuffer.allocate(Long.BYTES + bytes.length).putLong(bytes.length).put(bytes).array();
  }

  static byte[] field(String text) {
    return field(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the payload of a SEND block; without properties it has three fields. */
  static byte[] message(
      String exchange, String routingKey, byte[] body, MessageProperties properties) {
    List<byte[]> fields = new ArrayList<>(List.of(field(exchange), field(routingKey), field(body)));
    byte[] encoded = PropertiesCodec.encode(properties);
    if (encoded.length > 0) {
      fields.add(field(encoded));
    }
    return concat(fields);
  }

  /** Cuts bytes into pieces of random length, also none. */
  static List<ByteBuffer> split(byte[] bytes, Random random) {
    List<ByteBuffer> pieces = new ArrayList<>();
    int longest = 1 << random.nextInt(15);
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(random.nextInt(longest + 1), bytes.length - at);
      pieces.add(ByteBuffer.wrap(bytes, at, length).slice().asReadOnlyBuffer());
      at += length;
    }
    return pieces;
  }

  /** Cuts bytes into single ones. */
  static List<ByteBuffer> one(byte[] bytes) {
    List<ByteBuffer> pieces = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      pieces.add(ByteBuffer.wrap(bytes, i, 1));
    }
    return pieces;
  }

  /** Returns a copy with a few random changes: flipped bits, other lengths, holes, more bytes. */
  static byte[] mutate(byte[] bytes, Random random) {
    byte[] mutant = bytes.clone();
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      mutant = change(mutant, random);
    }
    return mutant;
  }

  private static byte[] change(byte[] bytes, Random random) {
    int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    switch (bytes.length == 0 ? 4 : random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        if (at + Long.BYTES <= bytes.length) {
          ByteBuffer.wrap(bytes).putLong(at, edge(random));
        }
      }
      case 3 -> {
        return java.util.Arrays.copyOf(bytes, at);
      }
      default -> {
        return concat(List.of(bytes, random(random, 1 + random.nextInt(20))));
      }
    }
    return bytes;
  }

  private static long edge(Random random) {
    long[] edges = {
      0, 1, 255, 256, Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1
    };
    return edges[random.nextInt(edges.length)] + random.nextInt(3) - 1;
  }
}
