// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What kwik keeps of a stream until it is sent: 50 KiB, written by one thread.
 *
 * <p>kwik's writer counts its request to send only after it has made it
 * (StreamOutputStreamImpl.scheduleSendStreamFrameRequest). A sender that is quicker sends one
 * frame, finds a count that is wrong, asks for no more, and goes to sleep over the rest: as often
 * as one time in three. The next write wakes it, an empty one too. But an empty write with nothing
 * behind it would hold up the end of the stream for ever, so there has to be a byte to come ({@link
 * #push}).
 */
final class SendBuffer {

  private static final int SIZE_BYTES = 50 << 10;
  private static final long PATIENCE_NS = 200_000_000L;
  private static final long PATIENCE_WITH_END_NS = 5_000_000_000L;
  private static final long SHORTEST_NAP_NS = 200_000L;
  private static final long LONGEST_NAP_NS = 50_000_000L;
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

  /**
   * Waits until all has been sent, and wakes kwik where it sleeps over it. There must be more to
   * write afterwards.
   *
   * @param nap waits for so many nanoseconds; returns whether to wait no longer
   */
  void push(LongPredicate nap) throws IOException {
    long napNs = SHORTEST_NAP_NS;
    while (!isEmpty() && !nap.test(napNs)) {
      napNs = Math.min(2 * napNs, LONGEST_NAP_NS);
      if (!isEmpty()) {
        output.write(NOTHING, 0, 0);
      }
    }
  }

  /** Says whether all has been sent, which only a write that would wait for it knows. */
  private boolean isEmpty() throws IOException {
    Thread.currentThread().interrupt();
    try {
      output.write(NOTHING, Integer.MAX_VALUE, SIZE_BYTES);
      throw new AssertionError("what is not there was written");
    } catch (InterruptedIOException e) {
      return false;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return true;
    } finally {
      Thread.interrupted();
    }
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
    } catch (InterruptedIOException e) {
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
