// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of an input, as pieces of byte arrays and without a copy of each.
 *
 * <p>A line ends before {@code '\n'}; every other byte, {@code '\r'} included, is part of it. A
 * last line without line end is a line; an empty input has none. What was handed out is never
 * written again, so a line may be used long after the next was fetched.
 *
 * <p>Memory is bounded by the longest line allowed. Not for use by several threads.
 */
final class LineSplitter {

  /** How much is read at once, unless a line is longer. */
  static final int CHUNK_BYTES = 256 << 10;

  private static final byte LINE_END = '\n';

  private final InputStream in;
  private final int chunkBytes;
  private final int maxLineBytes;

  private byte[] chunk;
  private int limit; // where the bytes read end
  private int next; // where the next line begins
  private int offset; // of the current line
  private int length;
  private boolean terminated;
  private long number;

  LineSplitter(InputStream in, int chunkBytes, int maxLineBytes) {
    this.in = in;
    this.chunkBytes = chunkBytes;
    this.maxLineBytes = maxLineBytes;
    this.chunk = new byte[chunkBytes];
  }

  /**
   * Fetches the next line; waits for it if need be.
   *
   * @return whether there was one
   * @throws CommandException if it is too long
   */
  boolean next() throws IOException {
    int at = next;
    while (true) {
      while (at < limit) {
        if (chunk[at] == LINE_END) {
          return take(at, true);
        }
        at++;
      }
      at -= makeRoom();
      int count = in.read(chunk, limit, chunk.length - limit);
      if (count < 0) {
        return next < limit && take(limit, false);
      }
      limit += count;
    }
  }

  /** Returns the array the line lies in; only the bytes of the line are the caller's to read. */
  byte[] array() {
    return chunk;
  }

  /** Returns where in the array the line begins. */
  int offset() {
    return offset;
  }

  /** Returns how many bytes the line has. */
  int length() {
    return length;
  }

  /** Tells whether the line was followed by a line end. */
  boolean terminated() {
    return terminated;
  }

  /** Returns the line's number: 1 for the first, 0 before that. */
  long number() {
    return number;
  }

  private boolean take(int end, boolean lineEnd) {
    checkLength(end - next);
    number++;
    offset = next;
    length = end - next;
    terminated = lineEnd;
    next = lineEnd ? end + 1 : end;
    return true;
  }

  /** Makes room to read into, and returns by how much the bytes not yet handed out have moved. */
  private int makeRoom() {
    if (limit < chunk.length) {
      return 0;
    }
    int moved = next;
    int begun = limit - next;
    checkLength(begun);
    long size = Math.min(Math.max(chunkBytes, 2L * begun), (long) chunkBytes + maxLineBytes);
    byte[] fresh = new byte[Math.toIntExact(size)]; // the lines of the old one are in use
    System.arraycopy(chunk, next, fresh, 0, begun);
    chunk = fresh;
    limit = begun;
    next = 0;
    return moved;
  }

  private void checkLength(int bytes) {
    if (bytes > maxLineBytes) {
      throw new CommandException(
          ExitCode.FAILURE,
          "line too long: number=%d, limit=%d; send the file as one message, or shorter lines"
              .formatted(number + 1, maxLineBytes));
    }
  }
}
