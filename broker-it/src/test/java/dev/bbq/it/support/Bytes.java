// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of the protocol put together by hand from docs/protocol.md, without the codec, so that they
 * can be wrong in any way.
 */
public final class Bytes {

  private Bytes() {}

  /** Returns the UTF-8 of a text. */
  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns eight bytes, big-endian. */
  public static byte[] u64(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  /** Returns pieces one after the other. */
  public static byte[] join(byte[]... pieces) {
    var all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  /** Returns a field: its length, then itself. */
  public static byte[] field(byte[] content) {
    return join(u64(content.length), content);
  }

  /** Returns a field: the length of its UTF-8, then that. */
  public static byte[] field(String content) {
    return field(utf8(content));
  }

  /** Returns a block whose total is that of its payload. */
  public static byte[] block(String tag, byte[]... payload) {
    byte[] all = join(payload);
    return join(utf8(tag), u64(all.length), all);
  }

  /** Returns a block that lies about its total. */
  public static byte[] blockOfTotal(String tag, long total, byte[]... payload) {
    return join(utf8(tag), u64(total), join(payload));
  }

  /** Returns a sound SEND block of three fields. */
  public static byte[] send(String exchange, String routingKey, byte[] message) {
    return block("SEND", field(exchange), field(routingKey), field(message));
  }

  /** Returns a sound SEND block of three fields. */
  public static byte[] send(String exchange, String routingKey, String message) {
    return send(exchange, routingKey, utf8(message));
  }

  /** Returns the same block so many times. */
  public static byte[] times(int count, byte[] block) {
    byte[] all = new byte[count * block.length];
    for (int i = 0; i < count; i++) {
      System.arraycopy(block, 0, all, i * block.length, block.length);
    }
    return all;
  }

  /** Returns the first bytes. */
  public static byte[] first(int count, byte[] bytes) {
    return Arrays.copyOf(bytes, count);
  }

  /** Returns all but the first bytes. */
  public static byte[] allBut(int count, byte[] bytes) {
    return Arrays.copyOfRange(bytes, count, bytes.length);
  }
}
