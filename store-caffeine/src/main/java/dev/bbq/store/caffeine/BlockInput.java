// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredMessage.Schedule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads one block back. Nothing of it is handed out before all of it has been found to be what was
 * written.
 */
final class BlockInput {

  private final Place place;
  private final ByteBuffer buffer; // what was read and not used
  private final CRC32C crc = new CRC32C();
  private long position;
  private int left;

  /** Creates a reader that uses a buffer for as long as it reads. */
  BlockInput(Place place, ByteBuffer buffer) {
    this.place = place;
    this.buffer = buffer.clear().limit(0);
    position = place.position();
    left = place.length();
  }

  /** Returns the slots of the block. */
  @Nullable StoredMessage[] read() throws IOException {
    need(Layout.HEAD_BYTES);
    int expected = buffer.getInt();
    crc.update(buffer.slice()); // what came with the head, see fill
    int length = buffer.getInt();
    long id = buffer.getLong();
    int slots = buffer.getInt();
    if (length != place.length() || id != place.id() || slots < 0 || slots > Block.MAX_MESSAGES) {
      throw damaged("other block there");
    }
    int[] sizes = new int[slots];
    Schedule[] schedules = new Schedule[slots];
    for (int i = 0; i < slots; i++) {
      readIndex(i, sizes, schedules);
    }
    @Nullable StoredMessage[] messages = new @Nullable StoredMessage[slots];
    for (int i = 0; i < slots; i++) {
      if (sizes[i] != Layout.EMPTY) {
        messages[i] = new StoredMessage(body(sizes[i]), schedules[i]);
      }
    }
    if (left > 0 || buffer.hasRemaining() || (int) crc.getValue() != expected) {
      throw damaged("checksum wrong");
    }
    return messages;
  }

  private void readIndex(int slot, int[] sizes, Schedule[] schedules) throws IOException {
    need(4);
    sizes[slot] = buffer.getInt();
    if (sizes[slot] == Layout.EMPTY) {
      return;
    }
    need(1);
    int priority = buffer.get() & 0xff;
    long expiresAtMs = 0;
    long notBeforeMs = 0;
    if ((priority & Layout.TIMES_FOLLOW) != 0) {
      need(16);
      expiresAtMs = buffer.getLong();
      notBeforeMs = buffer.getLong();
    }
    priority &= ~Layout.TIMES_FOLLOW;
    if (priority == 0 && expiresAtMs == 0 && notBeforeMs == 0) {
      schedules[slot] = Schedule.NONE;
    } else {
      try {
        schedules[slot] = new Schedule(priority, expiresAtMs, notBeforeMs);
      } catch (IllegalArgumentException e) {
        throw damaged("index wrong");
      }
    }
  }

  private byte[] body(int size) throws IOException {
    if (size < 0 || size > left + buffer.remaining()) {
      throw damaged("index wrong");
    }
    byte[] body = new byte[size];
    int done = 0;
    while (done < size) {
      need(1);
      int more = Math.min(size - done, buffer.remaining());
      buffer.get(body, done, more);
      done += more;
    }
    return body;
  }

  /** Sees to it that so many bytes are in the buffer. */
  private void need(int bytes) throws IOException {
    if (buffer.remaining() >= bytes) {
      return;
    }
    if (buffer.remaining() + left < bytes) {
      throw damaged("index wrong");
    }
    boolean first = position == place.position();
    buffer.compact();
    int from = buffer.position();
    buffer.limit(Math.min(buffer.capacity(), from + left));
    while (buffer.position() < Math.min(bytes, buffer.limit())) {
      int read = place.segment().channel().read(buffer, position);
      if (read < 0) {
        throw damaged("file too short");
      }
      position += read;
      left -= read;
    }
    buffer.flip();
    if (!first) {
      crc.update(buffer.slice(from, buffer.limit() - from));
    }
  }

  private IOException damaged(String what) {
    return new IOException(
        "%s: file=%s, position=%d, length=%d"
            .formatted(
                what, place.segment().file().getFileName(), place.position(), place.length()));
  }
}
