// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.util.concurrent.atomic.AtomicLong;

/** The threads of one server or client, by name. */
final class Threads {

  // Before JDK 24 a virtual thread that waits in a monitor, as readers of kwik do, holds its
  // carrier, of which there are few (JEP 491).
  private static final boolean VIRTUAL = Runtime.version().feature() >= 24;

  private final String prefix;
  private final AtomicLong count = new AtomicLong();

  /** Creates a source of threads whose names begin so. */
  Threads(String prefix) {
    this.prefix = prefix;
  }

  /** Starts a thread that may block. */
  Thread start(String job, Runnable task) {
    String name = prefix + "-" + job + "-" + count.incrementAndGet();
    return VIRTUAL
        ? Thread.ofVirtual().name(name).start(task)
        : Thread.ofPlatform().daemon().name(name).start(task);
  }

  /** Makes a thread that never blocks for long, for a timer. */
  Thread timer(Runnable task) {
    return Thread.ofPlatform().daemon().name(prefix + "-timer").unstarted(task);
  }
}
