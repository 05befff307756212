// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static dev.bbq.api.ErrorCode.MALFORMED_BLOCK;
import static dev.bbq.api.ErrorCode.TOO_LARGE;
import static dev.bbq.api.ErrorCode.UNEXPECTED_TAG;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An incremental reader of blocks: {@code tag, u64 total, total bytes} (docs/protocol.md,
 * "Blocks").
 *
 * <p>It takes a stream's bytes in whatever pieces they come and hands out one complete payload
 * after the other, each in an array of its own that has just its length, so that a payload is
 * copied once. A tag and a total are judged as soon as they are there, before a byte is allocated
 * for what they announce, and memory for a payload that is still incomplete stays within {@value
 * #AHEAD} times what has come of it (or {@value #SMALL_BYTES} bytes).
 *
 * <p>Not for use by several threads.
 */
public final class BlockReader {

  /** Bytes of the header: tag and total. */
  public static final int HEADER_BYTES = Tag.BYTES + Long.BYTES;

  /** Payloads up to this size are allocated whole when their header is there. */
  static final int SMALL_BYTES = 1024;

  /** How much may be allocated for each byte that has come. */
  static final int AHEAD = 8;

  private static final byte[] NOTHING = new byte[0];

  private final BlockLimits limits;

  private int headerBytes;
  private int tag;
  private long total;
  private byte[] payload = NOTHING;
  private int filled;
  private boolean discarding;
  private long progress;

  /** Creates a reader at the start of a stream. */
  public BlockReader(BlockLimits limits) {
    this.limits = limits;
  }

  /**
   * Takes bytes up to the end of the next block, or all there are.
   *
   * @return whether a block is complete; until the next call {@link #tag()} and {@link #payload()}
   *     are its own
   * @throws ProtocolException if the tag may not come here or the block is too large; nothing can
   *     be read after that
   */
  public boolean read(ByteBuffer in) throws ProtocolException {
    progress += in.remaining();
    if (headerBytes == 0 && in.remaining() >= HEADER_BYTES) {
      tag = in.getInt();
      total = in.getLong();
      headerBytes = HEADER_BYTES;
      begin();
    } else if (headerBytes < HEADER_BYTES && !readHeader(in)) {
      return false;
    }
    int wanted = (int) total - filled;
    int count = Math.min(wanted, in.remaining());
    if (discarding) {
      in.position(in.position() + count);
    } else {
      if (payload.length < filled + count) {
        payload = Arrays.copyOf(payload, capacityFor(filled + count));
      }
      in.get(payload, filled, count);
    }
    filled += count;
    if (count < wanted) {
      return false;
    }
    headerBytes = 0;
    return true;
  }

  /** Returns the tag of the last block. */
  public int tag() {
    return tag;
  }

  /**
   * Hands over the payload of the last block: the array is the caller's. It is there once, so that
   * the reader of a silent stream holds no memory; asked again, it is empty.
   */
  public byte[] payload() {
    byte[] whole = payload;
    payload = NOTHING;
    return whole;
  }

  /**
   * Throws away what has come of an incomplete block, and what comes of it still; its end is seen
   * all the same.
   */
  public void discard() {
    if (inBlock()) {
      discarding = true;
    }
    payload = NOTHING;
  }

  /** Says whether the last block was {@link #discard() discarded}: it has no payload. */
  public boolean isDiscarded() {
    return discarding;
  }

  /** Returns how many bytes are held for an incomplete block. */
  public int heldBytes() {
    return payload.length;
  }

  /** Says whether the bytes so far end within a block. */
  public boolean inBlock() {
    return headerBytes > 0;
  }

  /** Returns a number that grows with every byte that comes. */
  public long progress() {
    return progress;
  }

  private boolean readHeader(ByteBuffer in) throws ProtocolException {
    while (headerBytes < HEADER_BYTES && in.hasRemaining()) {
      int next = in.get() & 0xff;
      if (headerBytes < Tag.BYTES) {
        tag = tag << 8 | next;
      } else {
        total = total << 8 | next;
      }
      headerBytes++;
      if (headerBytes == Tag.BYTES) {
        requireAllowed();
      }
    }
    if (headerBytes < HEADER_BYTES) {
      return false;
    }
    begin();
    return true;
  }

  private long requireAllowed() throws ProtocolException {
    long limit = limits.maxTotal(tag);
    if (limit == BlockLimits.NOT_ALLOWED) {
      throw new ProtocolException(
          UNEXPECTED_TAG, "tag not allowed here: tag=%s".formatted(Tag.text(tag)));
    }
    return limit;
  }

  private void begin() throws ProtocolException {
    long limit = requireAllowed();
    if (total < 0 || total > limit) {
      throw new ProtocolException(
          TOO_LARGE,
          "block too large: tag=%s, total=%s, limit=%d"
              .formatted(Tag.text(tag), Long.toUnsignedString(total), limit));
    }
    if (total > Integer.MAX_VALUE - 64) {
      throw new ProtocolException(
          MALFORMED_BLOCK, "block beyond any array: total=%d".formatted(total));
    }
    filled = 0;
    discarding = false;
    payload = total <= SMALL_BYTES ? new byte[(int) total] : NOTHING;
  }

  private int capacityFor(int needed) {
    return (int) Math.min(total, (long) needed * AHEAD);
  }
}
