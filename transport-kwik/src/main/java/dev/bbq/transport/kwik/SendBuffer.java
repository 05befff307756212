// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What kwik keeps of a stream until it is sent: 50 KiB, written by one thread.
 *
 * <p>kwik notes that it has been asked to send only after it has asked, so that a sender that is
 * quick goes to sleep over the rest. The next write wakes it, so that matters only to a writer that
 * blocks; that one is helped by an empty write. An empty write with nothing behind it would hold up
 * the end of the stream for ever, but behind a writer that blocks there is always something.
 */
final class SendBuffer {

  private static final int SIZE_BYTES = 50 << 10;
  private static final long PATIENCE_NS = 200_000_000L;
  private static final long PATIENCE_WITH_END_NS = 5_000_000_000L;
  private static final byte[] NOTHING = {};

  private enum Task {
    IDLE,
    WRITE,
    END
  }

  private final OutputStream output;
  private volatile Task task = Task.IDLE;
  private volatile long sinceNs;

  SendBuffer(OutputStream output) {
    this.output = output;
  }

  /** Writes so much of the data; blocks while there is no room for it. */
  void write(ByteBuffer data, int count) throws IOException {
    begin(Task.WRITE);
    output.write(data.array(), data.arrayOffset() + data.position(), count);
    task = Task.IDLE;
    data.position(data.position() + count);
  }

  /** Waits until all has been sent, but not for ever. */
  void awaitEmpty() throws IOException {
    begin(Task.END);
    awaitRoom(SIZE_BYTES);
  }

  /** Waits until all has been sent, or the thread is interrupted; any thread. */
  void awaitSent() {
    try {
      output.write(NOTHING, Integer.MAX_VALUE, SIZE_BYTES);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // sent, or of no use any more
    }
  }

  /** Helps a writer that waits for long. */
  void patrol(long nowNs, @Nullable Thread writer) {
    long waitedNs = nowNs - sinceNs;
    switch (task) {
      case IDLE -> {}
      case WRITE -> {
        if (waitedNs > PATIENCE_NS) {
          kick();
        }
      }
      case END -> interrupt(writer, waitedNs, PATIENCE_WITH_END_NS);
    }
  }

  private void begin(Task next) {
    sinceNs = System.nanoTime();
    task = next;
  }

  /**
   * Waits for room as a write of that size would. kwik waits before it looks at the data, and then
   * fails as the data is not there.
   */
  private void awaitRoom(int count) throws IOException {
    try {
      output.write(NOTHING, Integer.MAX_VALUE, count);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      // there is room
    } catch (java.io.InterruptedIOException e) {
      output.flush(); // fails if it was not we who interrupted
    } finally {
      task = Task.IDLE;
    }
  }

  private void kick() {
    try {
      output.write(NOTHING, 0, 0);
    } catch (IOException e) {
      // the stream or connection has ended
    }
  }

  private static void interrupt(@Nullable Thread writer, long waitedNs, long patienceNs) {
    if (writer != null && waitedNs > patienceNs) {
      writer.interrupt();
    }
  }
}
