// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;
import static dev.bbq.api.ErrorCode.TOO_LARGE;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where the fields of a message lie in the payload of a SEND block, or behind the fixed part of a
 * DELV block (docs/protocol.md, "SEND"):
 *
 * <pre>
 *   u64 + exchange, u64 + routing key, u64 + message, [u64 + properties]
 * </pre>
 *
 * One object is filled again for each block, so that looking at a block allocates nothing. Not for
 * use by several threads.
 */
public final class SendLayout {

  /** Bytes of a field's length. */
  public static final int LENGTH_BYTES = Long.BYTES;

  /** The smallest payload: three empty fields. */
  public static final int MIN_BYTES = 3 * LENGTH_BYTES;

  /** The most bytes the properties may take. */
  public static final int MAX_PROPERTIES_BYTES = 64 << 10;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final byte[] NOTHING = new byte[0];

  private final long maxMessageBytes;

  private byte[] payload = NOTHING;
  private int start;
  private int keyStart;
  private int keyEnd;
  private int bodyStart;
  private int bodyEnd;
  private boolean hasProperties;

  /** Creates a layout for messages of at most {@code maxMessageBytes}. */
  public SendLayout(long maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /**
   * Returns the largest payload of a SEND block, in bytes, for messages of at most {@code
   * maxMessageBytes}.
   */
  public static long maxTotal(long maxMessageBytes) {
    return 4L * LENGTH_BYTES + 2L * Names.MAX_BYTES + maxMessageBytes + MAX_PROPERTIES_BYTES;
  }

  /**
   * Finds the fields.
   *
   * @param from where the first field begins
   * @throws ProtocolException if the lengths don't add up to the payload's, or a field is too large
   */
  public void parse(byte[] bytes, int from) throws ProtocolException {
    payload = bytes;
    start = from;
    int exchangeEnd = fieldEnd("exchange", from);
    keyStart = exchangeEnd + LENGTH_BYTES;
    keyEnd = fieldEnd("routing key", exchangeEnd);
    bodyStart = keyEnd + LENGTH_BYTES;
    bodyEnd = fieldEnd("message", keyEnd);
    hasProperties = bodyEnd < bytes.length;
    if (hasProperties && fieldEnd("properties", bodyEnd) != bytes.length) {
      throw malformed("bytes behind the last field", "properties", bodyEnd);
    }
    if (bodyEnd - bodyStart > maxMessageBytes) {
      throw new ProtocolException(
          TOO_LARGE,
          "message too large: length=%d, limit=%d".formatted(bodyEnd - bodyStart, maxMessageBytes));
    }
    if (hasProperties && propertiesLength() > MAX_PROPERTIES_BYTES) {
      throw new ProtocolException(
          TOO_LARGE,
          "properties too large: length=%d, limit=%d"
              .formatted(propertiesLength(), MAX_PROPERTIES_BYTES));
    }
  }

  /** Lets go of the payload, which may be large. */
  public void clear() {
    payload = NOTHING;
  }

  /** Returns the payload that was parsed. */
  public byte[] payload() {
    return payload;
  }

  /** Returns where the exchange begins. */
  public int exchangeStart() {
    return start + LENGTH_BYTES;
  }

  /** Returns how long the exchange is. */
  public int exchangeLength() {
    return keyStart - LENGTH_BYTES - exchangeStart();
  }

  /** Returns where the routing key begins. */
  public int keyStart() {
    return keyStart;
  }

  /** Returns how long the routing key is. */
  public int keyLength() {
    return keyEnd - keyStart;
  }

  /** Returns where the first field begins. */
  public int addressStart() {
    return start;
  }

  /**
   * Returns where exchange and routing key, with their lengths, end: equal bytes up to here mean an
   * equal address.
   */
  public int addressEnd() {
    return keyEnd;
  }

  /** Returns where the message begins. */
  public int bodyStart() {
    return bodyStart;
  }

  /** Returns how long the message is. */
  public int bodyLength() {
    return bodyEnd - bodyStart;
  }

  /** Tells whether there is a properties field. */
  public boolean hasProperties() {
    return hasProperties;
  }

  /** Returns where the properties begin, if there are any. */
  public int propertiesStart() {
    return bodyEnd + LENGTH_BYTES;
  }

  /** Returns how long the properties are, 0 if there are none. */
  public int propertiesLength() {
    return hasProperties ? payload.length - propertiesStart() : 0;
  }

  private int fieldEnd(String field, int at) throws ProtocolException {
    long room = (long) payload.length - at - LENGTH_BYTES;
    if (room < 0) {
      throw malformed("field missing", field, at);
    }
    long length = (long) LONG.get(payload, at);
    if (length < 0 || length > room) {
      throw new ProtocolException(
          MALFORMED_BLOCK,
          "field past the end: field=%s, length=%s, room=%d"
              .formatted(field, Long.toUnsignedString(length), room));
    }
    return at + LENGTH_BYTES + (int) length;
  }

  private ProtocolException malformed(String problem, String field, int at) {
    return new ProtocolException(
        MALFORMED_BLOCK,
        "%s: field=%s, offset=%d, total=%d"
            .formatted(problem, field, at - start, payload.length - start));
  }
}
