// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A file of blocks. */
final class Segment {

  private final Path file;
  private final FileChannel channel;
  private final Runnable onUnused;
  private final AtomicInteger users = new AtomicInteger(); // blocks in it, and their readers

  /** What its blocks take, and what is written next; of the writer alone. */
  private int size;

  Segment(Path file, FileChannel channel, Runnable onUnused) {
    this.file = file;
    this.channel = channel;
    this.onUnused = onUnused;
  }

  Path file() {
    return file;
  }

  FileChannel channel() {
    return channel;
  }

  int size() {
    return size;
  }

  void grow(int bytes) {
    size += bytes;
  }

  void retain() {
    users.incrementAndGet();
  }

  void release() {
    if (users.decrementAndGet() == 0) {
      onUnused.run();
    }
  }

  boolean isUnused() {
    return users.get() == 0;
  }
}
