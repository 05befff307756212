// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A body and its properties. The body is not copied: who makes a message from an array must not
 * change the array while the message is in use.
 */
public final class Message {

  private final byte[] array;
  private final int offset;
  private final int length;
  private final MessageProperties properties;

  private Message(byte[] array, int offset, int length, MessageProperties properties) {
    this.array = array;
    this.offset = offset;
    this.length = length;
    this.properties = properties;
  }

  /** Returns a message without properties. */
  public static Message of(byte[] body) {
    return new Message(body, 0, body.length, MessageProperties.NONE);
  }

  /** Returns a message without properties whose body is a piece of an array. */
  public static Message of(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return new Message(array, offset, length, MessageProperties.NONE);
  }

  /** Returns a message without properties whose body is the text in UTF-8. */
  public static Message of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a message of the same body with other properties. */
  public Message with(MessageProperties others) {
    return new Message(array, offset, length, others);
  }

  /** Returns the properties. */
  public MessageProperties properties() {
    return properties;
  }

  /** Returns the length of the body in bytes. */
  public int size() {
    return length;
  }

  /** Returns the body as a read-only view, without a copy. */
  public ByteBuffer body() {
    return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
  }

  /** Returns a copy of the body. */
  public byte[] bytes() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** Returns the body as text, taken as UTF-8; what is no UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(array, offset, length, StandardCharsets.UTF_8);
  }

  /** Copies the body into a buffer with at least {@link #size()} bytes of room. */
  public void copyTo(ByteBuffer target) {
    target.put(array, offset, length);
  }

  /** Copies a piece of the body into a buffer with at least {@code count} bytes of room. */
  public void copyTo(ByteBuffer target, int from, int count) {
    Objects.checkFromIndexSize(from, count, length);
    target.put(array, offset + from, count);
  }

  /** Tells whether bodies and properties are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Message that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length)
        && properties.equals(that.properties);
  }

  @Override
  public int hashCode() {
    return 31 * ByteBuffer.wrap(array, offset, length).hashCode() + properties.hashCode();
  }

  @Override
  public String toString() {
    return "Message[size=" + length + ", properties=" + properties + "]";
  }
}
