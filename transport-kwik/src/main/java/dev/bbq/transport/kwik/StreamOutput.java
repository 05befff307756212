// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicStream;

/**
 * The sending half of a stream: what is flushed goes to a thread that writes it, which blocks while
 * kwik's buffer of the stream is full.
 *
 * <p>kwik knows no abort behind its close(), neither ours nor the peer's. So the end is handed over
 * only when kwik's buffer is empty.
 */
final class StreamOutput {

  private static final int HIGH_BYTES = 64 << 10;
  private static final int LOW_BYTES = 32 << 10;
  private static final int FIRST_BUFFER_BYTES = 2 << 10;
  private static final int PIECE_BYTES = 16 << 10;
  // kwik hardly ever cuts that in two.
  private static final int SMALL_BYTES = 64;
  private static final long LONGEST_WAIT_TO_RESET_MS = 50;
  private static final long MOMENT_NS = 500_000;

  private final KwikStream stream;
  private final KwikConnection connection;
  private final QuicStream quic;
  private final SendBuffer sendBuffer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
  private boolean finishing;
  private boolean over;
  private boolean inWrite;
  private volatile long resetCode = -1;
  // What was flushed and kwik has not taken.
  private volatile long pendingBytes;
  private volatile @Nullable Thread writer;

  // The rest belongs to the context.
  private final ArrayDeque<ByteBuffer> gathered = new ArrayDeque<>();
  private @Nullable ByteBuffer gathering;
  private boolean ended;
  private boolean left;
  private boolean unwritable;

  StreamOutput(KwikStream stream, KwikConnection connection, QuicStream quic) {
    this.stream = stream;
    this.connection = connection;
    this.quic = quic;
    sendBuffer = new SendBuffer(quic.getOutputStream());
  }

  /** Says whether the end was handed over, or there is none to come. */
  boolean hasLeft() {
    return left;
  }

  boolean isWritable() {
    return pendingBytes < HIGH_BYTES;
  }

  ByteBuffer buffer(int minBytes) {
    ByteBuffer current = gathering;
    if (ended) {
      current = connection.scratch();
    } else if (current == null) {
      current = ByteBuffer.allocate(Math.max(minBytes, FIRST_BUFFER_BYTES));
    } else if (current.remaining() < minBytes) {
      gathered.add(current.flip());
      current = ByteBuffer.allocate(TransportStream.MAX_OUTPUT_BYTES);
    }
    gathering = ended ? null : current;
    return current;
  }

  void flush() {
    if (!ended) {
      hand(false);
    }
  }

  void finish() {
    if (!ended) {
      hand(true);
      ended = true;
    }
  }

  void reset(long code) {
    if (left) {
      return;
    }
    Thread busy = null;
    lock.lock();
    try {
      queue.clear();
      pendingBytes = 0;
      resetCode = code;
      busy = inWrite ? writer : null;
      news.signal();
    } finally {
      lock.unlock();
    }
    if (writer == null) {
      quic.resetStream(code);
    } else if (busy != null) {
      busy.interrupt();
    }
    connection.countAborted();
    leave();
  }

  /** Ends without a word, as the connection has. What was flushed may still leave. */
  void abandon() {
    ended = true;
    left = true;
    gathering = null;
    gathered.clear();
    lock.lock();
    try {
      over = true;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until what was flushed is sent, or the thread is interrupted; any thread. */
  void awaitSent() {
    while (pendingBytes > 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(MOMENT_NS);
    }
    if (writer != null) {
      sendBuffer.awaitSent();
    }
  }

  boolean isAlive() {
    Thread started = writer;
    return started != null && started.isAlive();
  }

  /** Wakes kwik where it sleeps over data to be sent, and the writer where nothing else will. */
  void patrol(long nowNs) {
    sendBuffer.patrol(nowNs, writer);
  }

  private void hand(boolean last) {
    ByteBuffer current = gathering;
    if (current != null && current.position() > 0) {
      gathered.add(current.flip());
      gathering = null;
    }
    if (gathered.isEmpty() && !last) {
      return;
    }
    lock.lock();
    try {
      long bytes = pendingBytes;
      for (ByteBuffer piece : gathered) {
        bytes += piece.remaining();
        queue.add(piece);
      }
      pendingBytes = bytes;
      gathered.clear();
      finishing = last;
      news.signal();
    } finally {
      lock.unlock();
    }
    unwritable |= !isWritable();
    if (writer == null) {
      writer = connection.threads().start("writer", this::write);
    }
  }

  private void write() {
    try {
      while (step()) {}
    } catch (IOException e) {
      if (resetCode >= 0) {
        abort();
      } else {
        connection.callLater(this::onStopped);
      }
    } catch (RuntimeException e) {
      connection.fail(e);
    }
  }

  /**
   * Resets when kwik has nothing left to send, if that comes soon: what takes the data from its
   * buffer dies, and the connection with it, when a reset empties the buffer at the same time. Also
   * the peer then knows of the stream.
   */
  private void abort() {
    connection.atMost(LONGEST_WAIT_TO_RESET_MS, sendBuffer::awaitSent);
    quic.resetStream(resetCode);
  }

  /** Does what is to be done next; returns whether there may be more. */
  private boolean step() throws IOException {
    ByteBuffer piece;
    lock.lock();
    try {
      inWrite = false;
      while (queue.isEmpty() && !finishing && !over && resetCode < 0) {
        news.awaitUninterruptibly();
      }
      piece = queue.poll();
      inWrite = resetCode < 0;
    } finally {
      lock.unlock();
    }
    if (resetCode >= 0) {
      abort();
      return false;
    }
    if (piece != null) {
      write(piece);
      return true;
    }
    if (finishing) {
      sendBuffer.awaitEmpty();
      if (resetCode >= 0) {
        abort();
        return false;
      }
      quic.getOutputStream().flush(); // fails if the peer has stopped it meanwhile
      quic.getOutputStream().close();
      connection.callLater(this::leave);
    }
    return false;
  }

  private void write(ByteBuffer data) throws IOException {
    boolean held = data.remaining() > SMALL_BYTES;
    while (data.hasRemaining()) {
      // The last byte waits until the rest has left (see SendBuffer).
      int some = Math.min(PIECE_BYTES, Math.max(1, data.remaining() - (held ? 1 : 0)));
      sendBuffer.write(data, some);
      taken(some);
      if (held && data.remaining() == 1) {
        sendBuffer.push(this::napUntilMore);
      }
    }
  }

  /** Waits for so long; returns whether there is more to do than to wait. */
  private boolean napUntilMore(long nanos) {
    lock.lock();
    try {
      long leftNs = nanos;
      while (queue.isEmpty() && !over && resetCode < 0) {
        if (leftNs <= 0) {
          return false;
        }
        leftNs = news.awaitNanos(leftNs);
      }
      return true;
    } catch (InterruptedException e) {
      return true; // by a reset
    } finally {
      lock.unlock();
    }
  }

  private void taken(int count) {
    boolean room;
    lock.lock();
    try {
      long before = pendingBytes;
      pendingBytes = Math.max(0, before - count);
      room = before > LOW_BYTES && pendingBytes <= LOW_BYTES;
    } finally {
      lock.unlock();
    }
    if (room) {
      connection.callLater(this::onRoom);
    }
  }

  private void onRoom() {
    if (unwritable && !ended && isWritable()) {
      unwritable = false;
      stream.handler().onWritable();
    }
  }

  private void onStopped() {
    if (!left) {
      StreamHandler handler = stream.handler();
      leave();
      handler.onStopped(0);
    }
  }

  private void leave() {
    if (!left) {
      left = true;
      ended = true;
      gathering = null;
      gathered.clear();
      stream.onHalfEnded();
    }
  }
}
