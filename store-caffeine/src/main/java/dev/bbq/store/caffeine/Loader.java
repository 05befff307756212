// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import dev.bbq.api.store.StoreException;
import dev.bbq.api.store.StoredMessage;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads blocks back, on a thread of its own, and keeps the latest of them on the heap. */
final class Loader implements Runnable {

  private static final System.Logger LOGGER = System.getLogger(Loader.class.getName());

  private static final int BUFFER_BYTES = 256 << 10;

  private final Heap heap;
  private final long maxWarmBytes;
  private final BlockingQueue<Task> tasks = new LinkedBlockingQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private final Queue<Block> warm = new ArrayDeque<>(); // of the thread alone
  private final LongAdder loadedMessages = new LongAdder();
  private volatile boolean closed;

  /** Takes what was read, or why it was not. */
  @FunctionalInterface
  interface Receiver {
    void accept(Map<Block, @Nullable StoredMessage[]> blocks, @Nullable StoreException failure);
  }

  private record Task(List<Block> blocks, Receiver receiver) {}

  Loader(Heap heap, long maxWarmBytes) {
    this.heap = heap;
    this.maxWarmBytes = maxWarmBytes;
  }

  /** Reads blocks back and hands over those that are still there, on the loader's thread. */
  void load(List<Block> blocks, Receiver receiver) {
    tasks.add(new Task(blocks, receiver));
    if (closed) {
      failAll();
    }
  }

  /** Reads blocks back that will be asked for next, if there is room for them. */
  void loadAhead(List<Block> blocks) {
    long bytes = 0;
    for (Block block : blocks) {
      bytes += block.length();
    }
    if (heap.in(State.WARM) + bytes <= maxWarmBytes) {
      load(blocks, (read, failure) -> {}); // who asks for them next will learn of a failure
    }
  }

  /** Returns how many messages have been read back so far. */
  long loadedMessages() {
    return loadedMessages.sum();
  }

  /** Ends the thread once it has done what it is at; what waits fails. */
  void close() {
    closed = true;
    tasks.add(new Task(List.of(), (read, failure) -> {}));
  }

  private void failAll() {
    for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
      task.receiver().accept(Map.of(), new StoreException(CaffeineStore.CLOSED));
    }
  }

  @Override
  public void run() {
    while (!closed) {
      try {
        run(tasks.take());
      } catch (InterruptedException e) {
        throw new IllegalStateException("thread of the store interrupted by others", e);
      } catch (RuntimeException | Error bug) { // of who receives; there are others
        LOGGER.log(Level.ERROR, "blocks read back for nobody", bug);
      }
    }
    failAll();
  }

  private void run(Task task) {
    Map<Block, @Nullable StoredMessage[]> read = new HashMap<>();
    StoreException failure = null;
    try {
      for (Block block : task.blocks()) {
        read(block, read);
      }
    } catch (IOException | RuntimeException | OutOfMemoryError e) { // who asked has to learn of it
      failure = new StoreException("messages not read back: reason=" + e.getMessage(), e);
    }
    task.receiver().accept(read, failure);
  }

  private void read(Block block, Map<Block, @Nullable StoredMessage[]> read) throws IOException {
    @Nullable StoredMessage[] messages = block.messages();
    if (messages != null) {
      read.put(block, messages); // another read was faster
      return;
    }
    Place place = block.pin();
    if (place == null) {
      return; // settled meanwhile, or warm
    }
    try {
      messages = new BlockInput(place, buffer).read();
    } finally {
      place.segment().release();
    }
    loadedMessages.add(messages.length);
    read.put(block, messages);
    if (block.warm(messages)) {
      keepWarm(block);
    }
  }

  private void keepWarm(Block block) {
    warm.add(block);
    Block oldest = warm.peek();
    while (oldest != null && (oldest.state() != State.WARM || heap.in(State.WARM) > maxWarmBytes)) {
      warm.remove();
      oldest.cool();
      oldest = warm.peek();
    }
  }
}
