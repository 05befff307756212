// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.client;

import dev.bbq.api.BbqTimeoutException;
import dev.bbq.api.ClosedException;
import dev.bbq.api.PublisherOptions;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * How much of a publisher is on the way, bounded in messages and bytes.
 *
 * <p>Both counts and whether it is closed lie in one {@code long}, so that taking room is one
 * compare-and-set and giving it back for a whole burst is one addition. The lock is for those who
 * wait. They are woken when an eighth of it is free: to wake a thread costs many times what a
 * message does.
 */
final class PublishWindow {

  private static final int BYTE_BITS = 42;
  private static final long ONE_MESSAGE = 1L << BYTE_BITS;
  private static final long BYTES = ONE_MESSAGE - 1;
  private static final long CLOSED = Long.MIN_VALUE;

  /** So that the largest message on top still fits its bits. */
  private static final long MOST_BYTES = 1L << (BYTE_BITS - 1);

  /** How long a thread waits at most before it looks by itself for the little room there may be. */
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(10);

  private final long maxMessages;
  private final long maxBytes;
  private final long maxWaitNs;
  private final Supplier<String> connection;
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger waiters = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  /**
   * Creates it.
   *
   * @param connection says how the connection is, for messages
   */
  PublishWindow(PublisherOptions options, Supplier<String> connection) {
    this.connection = connection;
    maxMessages = options.windowMessages();
    maxBytes = Math.min(options.windowBytes(), MOST_BYTES);
    maxWaitNs = Waits.nanos(options.maxWait());
  }

  /**
   * Takes room for a message if there is any.
   *
   * @throws ClosedException if this was closed
   */
  boolean tryAcquire(int bytes) {
    while (true) {
      long now = used.get();
      if (now < 0) {
        throw new ClosedException("publisher closed");
      }
      long usedBytes = now & BYTES;
      boolean fits = usedBytes == 0 || usedBytes + bytes <= maxBytes;
      if (!fits || now >>> BYTE_BITS >= maxMessages) {
        return false;
      }
      if (used.compareAndSet(now, now + ONE_MESSAGE + bytes)) {
        return true;
      }
    }
  }

  /**
   * Takes room for a message; waits for it.
   *
   * @throws ClosedException if this is closed
   * @throws BbqTimeoutException if there is none for the longest wait, or the thread is interrupted
   */
  void acquire(int bytes) {
    if (!tryAcquire(bytes)) {
      waitFor(bytes);
    }
  }

  private void waitFor(int bytes) {
    lock.lock();
    waiters.incrementAndGet(); // before the next look: who releases after it will signal
    try {
      long deadline = System.nanoTime() + maxWaitNs;
      while (!tryAcquire(bytes)) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new BbqTimeoutException(
              "window full: windowMessages=%d, windowBytes=%d, waitedMs=%d, connection=%s"
                  .formatted(
                      maxMessages,
                      maxBytes,
                      TimeUnit.NANOSECONDS.toMillis(maxWaitNs),
                      connection.get()));
        }
        long unused = room.awaitNanos(Math.min(left, LOOK_NS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BbqTimeoutException(
          "interrupted while waiting for room: windowMessages=%d, windowBytes=%d"
              .formatted(maxMessages, maxBytes),
          e);
    } finally {
      waiters.decrementAndGet();
      lock.unlock();
    }
  }

  /** Gives back the room of some messages. */
  void release(int messages, long bytes) {
    long left = used.addAndGet(-(messages * ONE_MESSAGE + bytes));
    if (hasRoom(left & ~CLOSED)) {
      signal();
    }
  }

  private boolean hasRoom(long inUse) {
    return inUse >>> BYTE_BITS <= maxMessages - Math.max(1, maxMessages / 8)
        && (inUse & BYTES) <= maxBytes - maxBytes / 8;
  }

  /** Gives no more room. */
  void close() {
    used.getAndUpdate(now -> now | CLOSED);
    signal();
  }

  /** Says whether this is closed and all room was given back. */
  boolean isDrained() {
    return used.get() == CLOSED;
  }

  private void signal() {
    if (waiters.get() > 0) {
      lock.lock();
      try {
        room.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
