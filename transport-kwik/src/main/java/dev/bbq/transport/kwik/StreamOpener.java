// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;

/**
 * The opener of a connection's streams, with the credit for them: a thread that keeps a few open in
 * advance, as kwik blocks when the peer allows no more, for ever and even when the connection
 * closes.
 */
final class StreamOpener {

  private static final int IN_ADVANCE = 8;
  // For a thread that lacks the processor; one that waits for credit is recognised at once.
  private static final long LONGEST_WAIT_NS = 500_000_000L;
  private static final long LOOK_NS = 50_000L;

  private final QuicConnection quic;
  private final Threads threads;
  private final Runnable onCredit;
  private final ConcurrentLinkedQueue<QuicStream> opened = new ConcurrentLinkedQueue<>();
  private final AtomicInteger openedCount = new AtomicInteger();
  // Odd while in kwik's call.
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean creditWanted;
  private volatile boolean ended;
  private @Nullable Thread thread;

  /** Creates an opener that tells of credit that was missed. */
  StreamOpener(QuicConnection quic, Threads threads, Runnable onCredit) {
    this.quic = quic;
    this.threads = threads;
    this.onCredit = onCredit;
  }

  /** Returns a new stream, or null if the peer allows none now. Only in the context. */
  @Nullable QuicStream tryOpen() {
    if (ended) {
      return null;
    }
    if (thread == null) {
      thread = threads.start("opener", this::run);
    }
    long untilNs = System.nanoTime() + LONGEST_WAIT_NS;
    QuicStream next = opened.poll();
    while (next == null && !waitsForCredit(thread) && System.nanoTime() < untilNs) {
      LockSupport.parkNanos(LOOK_NS);
      next = opened.poll();
    }
    if (next == null) {
      creditWanted = true;
      next = opened.poll(); // it may have come before that was seen
    }
    if (next != null) {
      creditWanted = false;
      if (openedCount.getAndDecrement() == IN_ADVANCE) {
        LockSupport.unpark(thread);
      }
    }
    return next;
  }

  /** Opens no more. Only in the context. */
  void end() {
    ended = true;
    if (thread != null) {
      thread.interrupt();
    }
  }

  private boolean waitsForCredit(Thread opener) {
    int before = calls.get();
    Thread.State state = opener.getState();
    boolean waits = state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
    return state == Thread.State.TERMINATED || (waits && before % 2 == 1 && calls.get() == before);
  }

  private void run() {
    try {
      while (!ended) {
        calls.incrementAndGet();
        QuicStream stream = quic.createStream(true);
        calls.incrementAndGet();
        openedCount.incrementAndGet();
        opened.add(stream);
        if (creditWanted) {
          creditWanted = false;
          onCredit.run();
        }
        while (openedCount.get() >= IN_ADVANCE && !ended) {
          LockSupport.park(this);
        }
      }
    } catch (IOException | RuntimeException e) {
      // The connection has closed: that is IOException, and RuntimeException to who was waiting.
      ended = true;
    }
  }
}
