// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package org.example.tcp;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/** One stream; all in the context of its connection. */
final class TcpStream implements TransportStream {

  private static final int FIRST_OUTPUT_BYTES = 1024;
  private static final int WELCOME_BYTES = 256 << 10;

  private final TcpConnection connection;
  private final long id;
  private final boolean ours;
  private StreamHandler handler;
  private boolean closed;

  // Output: gathered by the caller, then waiting for room, then frames.
  private ByteBuffer gathered = ByteBuffer.allocate(FIRST_OUTPUT_BYTES);
  private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private long room;
  private boolean announced;
  private boolean finishing;
  private boolean outputEnded;
  private boolean unwelcome;

  // Input: unread, then handed over.
  private final Queue<ByteBuffer> unread = new ArrayDeque<>();
  private long unreadBytes;
  private long owed;
  private boolean paused;
  private boolean stopped;
  private boolean finished;
  private boolean inputEnded;

  TcpStream(TcpConnection connection, long id, boolean ours, long room) {
    this.connection = connection;
    this.id = id;
    this.ours = ours;
    this.room = room;
  }

  void handler(StreamHandler receiver) {
    handler = receiver;
  }

  @Override
  public long id() {
    return id;
  }

  // --- output

  @Override
  public ByteBuffer output(int minBytes) {
    if (minBytes < 0 || minBytes > MAX_OUTPUT_BYTES) {
      throw new IllegalArgumentException("size out of range: minBytes=" + minBytes);
    }
    if (!takesOutput()) {
      gathered.clear(); // thrown away
    }
    if (gathered.remaining() < minBytes) {
      int size = Math.max(gathered.position() + minBytes, 2 * gathered.capacity());
      gathered = ByteBuffer.allocate(size).put(gathered.flip());
    }
    return gathered;
  }

  @Override
  public void flush() {
    if (takesOutput()) {
      gather();
      pump();
    }
  }

  @Override
  public void finish() {
    if (takesOutput()) {
      gather();
      finishing = true;
      pump();
    }
  }

  @Override
  public void reset(long code) {
    if (!outputEnded && !closed) {
      say(Frame.of(Frame.Type.RESET, id, code));
      endOutput();
    }
  }

  @Override
  public boolean isWritable() {
    boolean welcome = waitingBytes < WELCOME_BYTES;
    unwelcome |= !welcome;
    return welcome;
  }

  private boolean takesOutput() {
    return !finishing && !outputEnded && !closed;
  }

  private void gather() {
    if (gathered.position() > 0) {
      waiting.add(gathered.flip());
      waitingBytes += gathered.remaining();
      gathered = ByteBuffer.allocate(FIRST_OUTPUT_BYTES);
    }
  }

  /** Sends what there is room for. */
  void pump() {
    while (!waiting.isEmpty() && room > 0) {
      ByteBuffer next = waiting.element();
      int wanted = (int) Math.min(room, Math.min(next.remaining(), Frame.MAX_PAYLOAD_BYTES));
      int some = connection.takeRoom(this, wanted);
      if (some == 0) {
        break;
      }
      say(Frame.data(id, next.slice(next.position(), some)));
      next.position(next.position() + some);
      room -= some;
      waitingBytes -= some;
      if (!next.hasRemaining()) {
        waiting.remove();
      }
    }
    if (finishing && !outputEnded && waiting.isEmpty()) {
      say(Frame.of(Frame.Type.FINISH, id, 0));
      endOutput();
    } else if (unwelcome && !finishing && waitingBytes < WELCOME_BYTES) {
      unwelcome = false;
      handler.onWritable();
    }
  }

  private void endOutput() {
    outputEnded = true;
    waiting.clear();
    waitingBytes = 0;
    forgetIfDone();
  }

  /** Sends a frame, and before the first one that there is such a stream. */
  private void say(Frame frame) {
    if (ours && !announced) {
      announced = true;
      connection.send(Frame.of(Frame.Type.OPEN, id, 0));
    }
    connection.send(frame);
  }

  // --- input

  @Override
  public void stopReading(long code) {
    if (!stopped && !inputEnded && !closed) {
      stopped = true;
      say(Frame.of(Frame.Type.STOP, id, code));
      discard();
      if (finished) {
        endInput();
      }
    }
  }

  @Override
  public void pauseReading() {
    paused = true;
  }

  @Override
  public void resumeReading() {
    paused = false;
    if (!closed) {
      connection.execute(this::deliver);
    }
  }

  /** Takes what the peer says of this stream. */
  void handle(Frame frame) {
    switch (frame.type()) {
      case DATA -> {
        unread.add(frame.payload());
        unreadBytes += frame.value();
        if (unreadBytes > connection.limits().streamWindowBytes()) {
          connection.close(1, "more was sent than there was room for");
        } else if (stopped) {
          discard();
        }
      }
      case FINISH -> {
        finished = true;
        if (stopped) {
          endInput();
        }
      }
      case RESET -> {
        discard();
        if (!inputEnded) {
          inputEnded = true;
          if (!stopped) {
            handler.onReset(frame.value());
          }
          forgetIfDone();
        }
      }
      case STOP -> {
        if (!outputEnded) {
          reset(frame.value()); // so that the peer knows that nothing more comes
          handler.onStopped(frame.value());
        }
      }
      case ROOM -> {
        room += frame.value();
        pump();
      }
      default -> throw new IllegalArgumentException(frame.toString());
    }
  }

  /** Hands over what is unread, unless the reader has paused, and then the end. */
  void deliver() {
    boolean some = false;
    while (!paused && !stopped && !closed && !unread.isEmpty()) {
      ByteBuffer data = unread.remove();
      int bytes = data.remaining();
      some = true;
      handler.onData(data.asReadOnlyBuffer());
      taken(bytes);
    }
    if (some && !closed) {
      handler.onReadComplete();
    }
    if (finished && !paused && !stopped && !inputEnded && !closed && unread.isEmpty()) {
      inputEnded = true;
      handler.onFinished();
      forgetIfDone();
    }
  }

  private void discard() {
    unread.clear();
    taken(unreadBytes);
  }

  private void taken(long bytes) {
    unreadBytes -= bytes;
    connection.taken(bytes);
    owed += bytes;
    if (owed >= connection.limits().streamWindowBytes() / 4 && !finished && !inputEnded) {
      connection.send(Frame.of(Frame.Type.ROOM, id, owed));
      owed = 0;
    }
  }

  private void endInput() {
    inputEnded = true;
    forgetIfDone();
  }

  // --- the end

  private void forgetIfDone() {
    if (inputEnded && outputEnded) {
      connection.execute(
          () -> { // not from within a call of the application
            if (!closed) {
              connection.forget(this, ours);
            }
          });
    }
  }

  /** Tells the end, once. */
  void close() {
    if (!closed) {
      closed = true;
      handler.onClosed();
    }
  }
}
