// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoredMessage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes the blocks that the cache has no room for into files, many at a time, on a thread of its
 * own; and deletes the files when nothing in them is left. Until a block is written it stays on the
 * heap.
 */
final class Spiller implements Runnable {

  private static final System.Logger LOGGER = System.getLogger(Spiller.class.getName());

  private static final int BURST_BYTES = 1 << 20;
  private static final long RETRY_MS = 1000;

  /** A block on its way into a file. */
  private record Written(Block block, Segment segment, int position, int length) {}

  private final SpillFolder folder;
  private final int segmentBytes;
  private final Runnable onProgress;
  private final BlockOutput output = new BlockOutput();
  private final Queue<Block> pending = new ConcurrentLinkedQueue<>();
  private final Semaphore signal = new Semaphore(0);
  private volatile @Nullable String trouble;
  private volatile boolean closed;

  // Of the thread alone.
  private final List<Written> burst = new ArrayList<>();
  private @Nullable Segment current;
  private int burstBytes;
  private int taken; // blocks, those of the burst and those that need no writing any more

  /**
   * Creates a writer.
   *
   * @param onProgress called on its thread when blocks have been written, or can't be
   */
  Spiller(SpillFolder folder, int segmentBytes, Runnable onProgress) {
    this.folder = folder;
    this.segmentBytes = segmentBytes;
    this.onProgress = onProgress;
  }

  /** Has a block written; called by the cache with its locks held. */
  void add(Block block) {
    pending.add(block);
    signal.release();
  }

  /** Returns why blocks can't be written now, or null. */
  @Nullable String trouble() {
    return trouble;
  }

  /** Ends the thread. */
  void close() {
    closed = true;
    signal.release();
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        deleteUnused();
        if (!writeSome()) {
          awaitSignal();
        }
      } catch (RuntimeException | Error bug) {
        fail("writer broken: cause=" + bug, bug);
        awaitSignal();
      }
    }
  }

  private void awaitSignal() {
    try {
      if (signal.tryAcquire(RETRY_MS, TimeUnit.MILLISECONDS)) {
        signal.drainPermits();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("thread of the store interrupted by others", e);
    }
  }

  private void deleteUnused() {
    Segment segment = current;
    if (folder.deleteUnused() && segment != null && !folder.has(segment)) {
      current = null;
    }
  }

  /** Writes a burst. Returns whether there may be more to do at once. */
  private boolean writeSome() {
    burst.clear();
    burstBytes = 0;
    taken = 0;
    output.clear(); // of a burst that has failed
    try {
      boolean more = gather();
      output.flush();
      for (Written written : burst) {
        folder.grow(written.segment(), written.length());
        written.block().written(written.segment(), written.position(), written.length());
      }
      for (int i = 0; i < taken; i++) {
        pending.remove();
      }
      if (more) {
        trouble = null;
      }
      onProgress.run();
      return more;
    } catch (IOException e) {
      fail("blocks can't be written: reason=" + e, e);
      return false;
    }
  }

  /** Puts blocks into the output. Returns whether something was done, and nothing is in the way. */
  private boolean gather() throws IOException {
    for (Block block : pending) {
      @Nullable StoredMessage[] messages = block.unwritten();
      if (messages == null) {
        taken++;
        continue;
      }
      int length = Layout.length(messages);
      if (!folder.hasRoom(burstBytes + (long) length)) {
        full();
        return false;
      }
      Segment segment = segment(length);
      if (segment == null) {
        return true; // a new file begins with the next burst
      }
      int position = segment.size() + burstBytes;
      output.put(segment.channel(), position, block.id(), messages, length);
      burst.add(new Written(block, segment, position, length));
      burstBytes += length;
      taken++;
      if (burstBytes >= BURST_BYTES) {
        return true;
      }
    }
    return taken > 0;
  }

  /** Returns the file for so many bytes more, or null if it has to be another than the burst's. */
  private @Nullable Segment segment(int length) throws IOException {
    Segment segment = current;
    if (segment != null) {
      int size = segment.size() + burstBytes;
      if (size == 0 || size + (long) length <= segmentBytes) {
        return segment;
      }
      if (burstBytes > 0) {
        return null;
      }
    }
    segment = folder.create(signal::release);
    current = segment;
    return segment;
  }

  private void full() {
    String used =
        "disk budget used up: usedBytes=%d, maxBytes=%d"
            .formatted(folder.usedBytes(), folder.maxBytes());
    if (trouble == null) {
      LOGGER.log(Level.WARNING, used);
    }
    trouble = used;
  }

  private void fail(String what, Throwable cause) {
    if (trouble == null) {
      LOGGER.log(Level.WARNING, what, cause);
    }
    trouble = what;
    onProgress.run();
  }
}
