// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Watches how much memory messages take, and says when publishers have to wait: from above the
 * watermark until below the low mark. Any thread.
 *
 * <p>The messages that wait don't count, for they could keep themselves waiting; they have a bound
 * of their own.
 */
public final class MemoryGuard {

  private static final System.Logger LOGGER = System.getLogger(MemoryGuard.class.getName());

  private final LongSupplier keptBytes;
  private final MemoryMarks marks;
  private final LongAdder incompleteBytes = new LongAdder();
  private final LongAdder appendingBytes = new LongAdder();
  private final AtomicLong waitingBytes = new AtomicLong();
  private final AtomicBoolean toldUnknown = new AtomicBoolean();
  private final Object changing = new Object();
  private volatile boolean blocked; // written under changing
  private volatile Runnable listener = () -> {};

  /**
   * Creates a guard.
   *
   * @param keptBytes tells how much the store's messages take; cheap
   * @param marks the bounds
   */
  public MemoryGuard(LongSupplier keptBytes, MemoryMarks marks) {
    this.keptBytes = keptBytes;
    this.marks = marks;
  }

  /**
   * Sets what is called, on any thread and without a lock, each time {@link #isBlocked} changes.
   */
  void onChange(Runnable called) {
    listener = called;
  }

  /**
   * Adds to what messages take that are incomplete or unread, and in no store; negative when they
   * take less.
   */
  void incomplete(long bytes) {
    add(incompleteBytes, bytes);
  }

  /**
   * Adds to what messages take that are on their way to the store; negative when they are there.
   */
  void appending(long bytes) {
    add(appendingBytes, bytes);
  }

  private void add(LongAdder sum, long bytes) {
    if (bytes != 0) {
      sum.add(bytes);
      if (bytes < 0) {
        look();
      }
    }
  }

  /** Tells whether publishers have to wait. */
  boolean isBlocked() {
    return blocked;
  }

  /** Tells whether a message that has come just now has to wait. */
  boolean mustWait() {
    if (!blocked && usedBytes() > marks.watermarkBytes()) {
      block();
    }
    return blocked;
  }

  /**
   * Returns what the store's messages take. A store that can't tell doesn't change whether
   * publishers have to wait, and keeps nobody from being answered.
   */
  long keptBytes() {
    try {
      return keptBytes.getAsLong();
    } catch (RuntimeException broken) {
      if (toldUnknown.compareAndSet(false, true)) { // it is asked for each message
        LOGGER.log(Level.ERROR, "store does not tell what its messages take: told once", broken);
      }
      return marks.lowMarkBytes() + 1; // between the marks
    }
  }

  /** Returns what messages take that are not in the store. */
  long heldBytes() {
    return waitingBytes.get() + incompleteBytes.sum() + appendingBytes.sum();
  }

  /** Returns above how much publishers have to wait. */
  long watermarkBytes() {
    return marks.watermarkBytes();
  }

  /** Looks whether publishers may go on; to be called when memory may have become free. */
  void look() {
    if (blocked && usedBytes() <= marks.lowMarkBytes()) {
      unblock();
    }
  }

  private void block() {
    synchronized (changing) {
      if (blocked) {
        return;
      }
      blocked = true;
    }
    LOGGER.log(Level.WARNING, () -> "publishers blocked: " + levels());
    listener.run();
    look(); // what became free while nobody was blocked has told nobody
  }

  private void unblock() {
    synchronized (changing) {
      if (!blocked) {
        return;
      }
      blocked = false;
    }
    LOGGER.log(Level.INFO, () -> "publishers unblocked: " + levels());
    listener.run();
  }

  /** Has a message wait. Returns whether there is room for it. */
  boolean tryWait(long bytes) {
    if (waitingBytes.addAndGet(bytes) + incompleteBytes.sum() > marks.maxWaitingBytes()) {
      waitingBytes.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Has a message wait, whether there is room for it or not. */
  void waitAnyway(long bytes) {
    waitingBytes.addAndGet(bytes);
  }

  /** Learns that a message waits no more. */
  void waitNoMore(long bytes) {
    waitingBytes.addAndGet(-bytes);
  }

  /** Tells whether an incomplete message is too much beside those that wait. */
  boolean isFull() {
    return waitingBytes.get() + incompleteBytes.sum() > marks.maxWaitingBytes();
  }

  private long usedBytes() {
    return keptBytes() + incompleteBytes.sum() + appendingBytes.sum();
  }

  /** Says why publishers have to wait, for clients. */
  String reason() {
    return "memory above the watermark: " + levels();
  }

  /** Says why a message can't even wait, for clients. */
  String refusal() {
    return "memory above the watermark, and too many messages wait: " + levels();
  }

  private String levels() {
    return "usedBytes=%d, watermarkBytes=%d, lowMarkBytes=%d"
        .formatted(usedBytes(), marks.watermarkBytes(), marks.lowMarkBytes());
  }
}
