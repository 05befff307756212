// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoredMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Writes blocks into files, gathered in a buffer. Not for use by several threads. */
final class BlockOutput {

  private static final int BUFFER_BYTES = 1 << 20;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final CRC32C crc = new CRC32C();

  /** Where what is in the buffer begins; the file is null while there is nothing. */
  private @Nullable FileChannel file;

  private long position;

  /**
   * Puts a block behind what was put before.
   *
   * @param channel the file, of all that is put until the next {@link #flush}
   * @param at where in it; behind the last one
   */
  void put(FileChannel channel, int at, long id, @Nullable StoredMessage[] messages, int length)
      throws IOException {
    if (file == null) {
      file = channel;
      position = at;
    }
    ByteBuffer index = index(id, messages, length);
    crc.reset();
    crc.update(index.slice(Layout.CRC_BYTES, index.limit() - Layout.CRC_BYTES));
    for (StoredMessage message : messages) {
      if (message != null) {
        crc.update(message.bytes());
      }
    }
    index.putInt(0, (int) crc.getValue());
    put(index);
    for (StoredMessage message : messages) {
      if (message != null) {
        put(ByteBuffer.wrap(message.bytes()));
      }
    }
  }

  private static ByteBuffer index(long id, @Nullable StoredMessage[] messages, int length) {
    ByteBuffer index = ByteBuffer.allocate(Layout.indexEnd(messages));
    index.putInt(0).putInt(length).putLong(id).putInt(messages.length);
    for (StoredMessage message : messages) {
      if (message == null) {
        index.putInt(Layout.EMPTY);
        continue;
      }
      StoredMessage.Schedule schedule = message.schedule();
      boolean times = Layout.hasTimes(schedule);
      index.putInt(message.size());
      index.put((byte) (schedule.priority() | (times ? Layout.TIMES_FOLLOW : 0)));
      if (times) {
        index.putLong(schedule.expiresAtMs()).putLong(schedule.notBeforeMs());
      }
    }
    return index.flip();
  }

  private void put(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (!buffer.hasRemaining()) {
        write();
      }
      int more = Math.min(bytes.remaining(), buffer.remaining());
      buffer.put(buffer.position(), bytes, bytes.position(), more);
      buffer.position(buffer.position() + more);
      bytes.position(bytes.position() + more);
    }
  }

  /** Writes what is left. */
  void flush() throws IOException {
    write();
    file = null;
  }

  /** Forgets what is left. */
  void clear() {
    buffer.clear();
    file = null;
  }

  private void write() throws IOException {
    FileChannel channel = file;
    if (channel == null) {
      return;
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      position += channel.write(buffer, position);
    }
    buffer.clear();
  }
}
