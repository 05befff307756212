// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.QueueOptions.Overflow;

/** How much a queue may have ready, and how many bytes that are now. Guarded by the queue. */
final class Room {

  private final long maxLength;
  private final long maxBytes;
  private final boolean rejects;
  private final boolean bounded;
  private long bytes; // of what is ready; not kept without a limit
  private long admitted; // let in and not reported as appended yet
  private long admittedBytes;

  Room(QueueOptions options) {
    maxLength = options.maxLength().orElse(Long.MAX_VALUE);
    maxBytes = options.maxBytes().orElse(Long.MAX_VALUE);
    bounded = options.maxLength().isPresent() || options.maxBytes().isPresent();
    rejects = bounded && options.overflow() == Overflow.REJECT_PUBLISH;
  }

  /** Tells whether there is a limit at all. */
  boolean isBounded() {
    return bounded;
  }

  /** Lets a message in, or not: one that may be refused takes its room before it is appended. */
  boolean admit(long ready, int size) {
    if (!rejects) {
      return true;
    }
    if (ready + admitted >= maxLength || bytes + admittedBytes + size > maxBytes) {
      return false;
    }
    admitted++;
    admittedBytes += size;
    return true;
  }

  /** Takes back what {@link #admit} has let in: it is kept now, or will not be. */
  void release(long count, long size) {
    if (rejects) {
      admitted -= count;
      admittedBytes -= size;
    }
  }

  void add(long size) {
    if (bounded) {
      bytes += size;
    }
  }

  void remove(long size) {
    if (bounded) {
      bytes = Math.max(0, bytes - size);
    }
  }

  void clear() {
    bytes = 0;
  }

  /** Tells whether there is more than may be, and the oldest has to give way. */
  boolean isOver(long ready) {
    return bounded && !rejects && ready > 0 && (ready > maxLength || bytes > maxBytes);
  }
}
