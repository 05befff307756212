// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import dev.bbq.api.ErrorCode;
import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A stream with no network: what the broker does with it is written down, and what the client does
 * is called by the test. Behaves as {@link TransportStream} and {@link StreamHandler} demand.
 */
public final class FakeStream implements TransportStream {

  private final FakeConnection connection;
  private final long id;
  private @Nullable StreamHandler handler;

  private ByteBuffer gather = ByteBuffer.allocate(256);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final Queue<Runnable> unread = new ArrayDeque<>();
  private boolean writable = true;
  private boolean paused;
  private boolean outputOver;
  private boolean inputOver;
  private boolean closed;
  private boolean broken;
  private boolean clogsAtFlush;
  boolean finished;
  @Nullable ErrorCode resetWith;
  @Nullable ErrorCode stoppedWith;
  int flushes;

  FakeStream(FakeConnection connection, long id) {
    this.connection = connection;
    this.id = id;
  }

  void handledBy(StreamHandler streamHandler) {
    handler = streamHandler;
  }

  private StreamHandler handler() {
    if (handler == null) {
      throw new AssertionError("stream without handler");
    }
    return handler;
  }

  // --- what the test does as the client

  /** Sends blocks as one burst, and runs what the broker put off. */
  public FakeStream send(byte[]... pieces) {
    data(pieces);
    readComplete();
    connection.run();
    return this;
  }

  /** Sends pieces of a burst that goes on. */
  void data(byte[]... pieces) {
    for (byte[] piece : pieces) {
      arrives(() -> handler().onData(ByteBuffer.wrap(piece).asReadOnlyBuffer()));
    }
  }

  /** Ends a burst. */
  void readComplete() {
    arrives(() -> handler().onReadComplete());
  }

  /** Sends each byte in a burst of its own. */
  void sendByteByByte(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      send(Arrays.copyOfRange(bytes, i, i + 1));
    }
  }

  /** Sends FIN. */
  FakeStream finishInput() {
    arrives(
        () -> {
          inputOver = true;
          handler().onFinished();
        });
    connection.run();
    return this;
  }

  /** Aborts the client's output. */
  void resetByClient() {
    arrives(
        () -> {
          inputOver = true;
          handler().onReset(ErrorCode.CANCELLED.number());
        });
    connection.run();
  }

  /** Asks for no more output. */
  void stopByClient() {
    outputOver = true;
    handler().onStopped(ErrorCode.CANCELLED.number());
    connection.run();
  }

  /** Stops reading the broker's output. */
  public void clog() {
    writable = false;
  }

  /** Reads no more than one flush at a time: the next clogs the stream. */
  void clogAtFlush() {
    clogsAtFlush = true;
  }

  /** Reads on. */
  public void unclog() {
    writable = true;
    handler().onWritable();
    connection.run();
  }

  /** Makes the next flush throw, as a fault of ours would. */
  void breakOnce() {
    broken = true;
  }

  void close() {
    if (!closed) {
      closed = true;
      outputOver = true;
      inputOver = true;
      handler().onClosed();
    }
  }

  private void arrives(Runnable event) {
    if (paused) {
      unread.add(event);
    } else if (!inputOver) {
      event.run();
    }
  }

  // --- what the test sees

  /** Returns what has been sent since the last call. */
  public byte[] output() {
    byte[] bytes = sent.toByteArray();
    sent.reset();
    return bytes;
  }

  boolean isPaused() {
    return paused;
  }

  // --- what the broker does

  @Override
  public long id() {
    return id;
  }

  @Override
  public ByteBuffer output(int minBytes) {
    connection.requireContext();
    if (minBytes > MAX_OUTPUT_BYTES) {
      throw new AssertionError("too much output asked for: minBytes=" + minBytes);
    }
    if (gather.remaining() < minBytes) {
      gather = ByteBuffer.allocate(2 * (gather.position() + minBytes)).put(gather.flip());
    }
    return gather;
  }

  @Override
  public void flush() {
    connection.requireContext();
    if (broken) {
      broken = false;
      throw new IllegalStateException("broken");
    }
    writable &= !clogsAtFlush;
    if (!outputOver) {
      flushes++;
      sent.write(gather.array(), 0, gather.position());
    }
    gather.clear();
  }

  @Override
  public boolean isWritable() {
    return writable && !outputOver;
  }

  @Override
  public void finish() {
    if (!outputOver) {
      flush();
      finished = true;
      outputOver = true;
    }
  }

  @Override
  public void reset(long code) {
    if (!outputOver) {
      resetWith = ErrorCode.ofNumber(code);
      outputOver = true;
    }
  }

  @Override
  public void stopReading(long code) {
    if (!inputOver) {
      stoppedWith = ErrorCode.ofNumber(code);
      inputOver = true;
    }
  }

  @Override
  public void pauseReading() {
    paused = !inputOver;
  }

  @Override
  public void resumeReading() {
    if (paused) {
      connection.execute(
          () -> {
            paused = false;
            while (!paused && !unread.isEmpty()) {
              arrives(unread.remove());
            }
          });
    }
  }

  /** Has the client answer a stopReading as RFC 9000 section 3.5 wants it. */
  void answerStop() {
    if (stoppedWith == null) {
      throw new AssertionError("not stopped");
    }
    handler().onReset(stoppedWith.number());
    connection.run();
  }
}
