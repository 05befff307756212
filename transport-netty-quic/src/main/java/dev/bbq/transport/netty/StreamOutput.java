// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.netty;

import dev.bbq.api.transport.TransportStream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.quic.DefaultQuicStreamFrame;
import io.netty.handler.codec.quic.QuicStreamChannel;
import io.netty.handler.codec.quic.QuicStreamFrame;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a stream: gathers, waits for room in quiche, ends.
 *
 * <p>Netty's queue of a stream has no bound and can't be emptied but by closing the stream, so it
 * is given one buffer at a time; the rest waits here.
 */
final class StreamOutput {

  private static final int SMALLEST_BUFFER_BYTES = 2 << 10;
  private static final int LARGEST_BUFFER_BYTES = TransportStream.MAX_OUTPUT_BYTES;
  private static final int HIGH_WATER_BYTES = 256 << 10;
  private static final int LOW_WATER_BYTES = 64 << 10;
  // By then data has most likely been acknowledged.
  private static final long END_REST_NS = 100_000_000L;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** How far the output has come. */
  private enum State {
    /** More may be put. */
    OPEN,
    /** The end is asked for and waits behind what was put. */
    FINISHING,
    /** The end is with Netty. */
    FINISHED,
    /** The abort is asked for. */
    RESETTING,
    /** Nothing more leaves, and no end. */
    ABORTED
  }

  private final NettyStream stream;
  private final NettyConnection connection;
  private final QuicStreamChannel channel;
  private final ArrayDeque<ByteBuf> queued = new ArrayDeque<>(2);

  private State state = State.OPEN;
  private @Nullable ByteBuf gathered;
  private ByteBuffer view = NOTHING;
  private int nextBufferBytes = SMALLEST_BUFFER_BYTES;
  private long waitingBytes;
  private int resetCode;
  private boolean writing;
  private boolean everAccepted;
  private boolean writable = true;
  private boolean endHeld;
  private boolean endRests;
  private long dataWrittenNs;
  private boolean done;
  private boolean scheduled;

  StreamOutput(NettyStream stream, NettyConnection connection, QuicStreamChannel channel) {
    this.stream = stream;
    this.connection = connection;
    this.channel = channel;
  }

  ByteBuffer buffer(int minBytes) {
    if (state != State.OPEN) {
      return connection.scratch();
    }
    if (view.remaining() < minBytes || gathered == null) {
      boolean full = gathered != null;
      seal();
      if (full) {
        nextBufferBytes = Math.min(nextBufferBytes * 4, LARGEST_BUFFER_BYTES);
      }
      int bytes = Math.max(minBytes, nextBufferBytes);
      gathered = channel.alloc().directBuffer(bytes, bytes);
      view = gathered.nioBuffer(0, bytes);
    }
    return view;
  }

  void flush() {
    if (state == State.OPEN) {
      seal();
      schedule();
    }
  }

  boolean isWritable() {
    return writable;
  }

  void finish() {
    if (state == State.OPEN) {
      seal();
      state = State.FINISHING;
      schedule();
    }
  }

  void reset(int code) {
    if (state == State.OPEN || state == State.FINISHING || (state == State.FINISHED && !done)) {
      release();
      resetCode = code;
      state = State.RESETTING;
      schedule(); // not at once: a stop that follows may want to hold it back
    }
  }

  /** Returns whether the end has left our hands, so that it can't be held back any more. */
  boolean endHandedOver() {
    return state == State.FINISHED || state == State.ABORTED;
  }

  /** Holds back the end, with the last of what comes before it, until {@link #releaseEnd()}. */
  void holdEnd() {
    endHeld = true;
  }

  void releaseEnd() {
    endHeld = false;
    schedule();
  }

  /** Returns whether the end has been accepted by quiche or the output was aborted. */
  boolean isDone() {
    return done;
  }

  /** Returns whether the output ended with FIN. */
  boolean isFinished() {
    return done && state == State.FINISHED;
  }

  /** Throws away what hasn't left, as the connection has ended. */
  void abandon() {
    release();
    state = State.ABORTED;
    done = true;
  }

  /** Returns whether something was handed over that quiche has not accepted yet. */
  boolean isWaiting() {
    return writing && !done;
  }

  /** Gives up on what waits, as the peer has most likely stopped the stream. */
  void presumeStopped() {
    if (isWaiting()) {
      abort(true);
    }
  }

  /** Hands over as much as quiche takes now. */
  void drain() {
    scheduled = false;
    if (state == State.RESETTING && !endHeld) {
      state = State.ABORTED;
      channel.shutdownOutput(resetCode);
      end();
    }
    while (!writing) {
      boolean last = state == State.FINISHING && queued.size() <= 1;
      ByteBuf next = last && endHeld ? allButOneByte() : queued.poll();
      if (last && !endHeld) {
        if (next == null && mustRest()) {
          return;
        }
        write(
            next == null ? QuicStreamFrame.EMPTY_FIN : new DefaultQuicStreamFrame(next, true),
            next == null ? 0 : next.readableBytes(),
            true);
      } else if (next != null) {
        write(next, next.readableBytes(), false);
      } else {
        return;
      }
    }
  }

  /**
   * Returns whether the end, on its own, has to wait a little. quiche forgets a stream of which the
   * peer's end has been read when our data is acknowledged, even if a FIN that was sent behind it
   * got lost: it must go with the data, or when that has been acknowledged.
   */
  private boolean mustRest() {
    long restNs = dataWrittenNs + END_REST_NS - System.nanoTime();
    if (!everAccepted || !stream.isInputDone() || restNs <= 0) {
      return false;
    }
    if (!endRests) {
      endRests = true;
      connection.schedule(this::endRest, restNs);
    }
    return true;
  }

  private void endRest() {
    endRests = false;
    schedule();
  }

  /**
   * Returns the last of the data but for one byte that goes with the end, or null if there is no
   * more than that.
   */
  private @Nullable ByteBuf allButOneByte() {
    ByteBuf lastData = queued.peek();
    return lastData == null || lastData.readableBytes() == 1
        ? null
        : lastData.readRetainedSlice(lastData.readableBytes() - 1);
  }

  private void write(Object message, int bytes, boolean last) {
    writing = true;
    if (bytes > 0) {
      dataWrittenNs = System.nanoTime();
    }
    if (last) {
      state = State.FINISHED;
    }
    ChannelFuture accepted = channel.write(message);
    if (accepted.isDone()) {
      connection.lostWrites().onAccepted();
      onAccepted(accepted, bytes);
    } else if (bytes == 0 || channel.bytesBeforeUnwritable() > 0) {
      // It waits though there is room, so quiche has forgotten the stream: see LostWrites.
      abort(true);
    } else {
      if (!everAccepted && stream.isInputDone()) {
        connection.lostWrites().watch(this);
      }
      accepted.addListener(
          later -> {
            onAccepted(accepted, bytes);
            drain();
          });
    }
  }

  private void onAccepted(ChannelFuture accepted, int bytes) {
    writing = false;
    waitingBytes -= bytes;
    Throwable failure = accepted.cause();
    if (failure != null) {
      onFailure(failure);
      return;
    }
    everAccepted = true;
    if (state == State.FINISHED) {
      end();
    } else if (!writable && waitingBytes <= LOW_WATER_BYTES && state == State.OPEN) {
      writable = true;
      stream.tellWritable();
    }
  }

  private void onFailure(Throwable failure) {
    if (done || state == State.RESETTING) {
      return;
    }
    boolean stopped = failure instanceof ChannelOutputShutdownException;
    if (!stopped && !(failure instanceof ClosedChannelException)) {
      connection.fail(failure);
    }
    abort(stopped);
  }

  private void abort(boolean stopped) {
    release();
    state = State.ABORTED;
    if (stopped) {
      stream.tellStopped();
    }
    end();
  }

  private void end() {
    done = true;
    stream.onHalfEnded();
  }

  /** Moves what was gathered to the end of the queue. */
  private void seal() {
    ByteBuf sealed = gathered;
    if (sealed == null) {
      return;
    }
    int bytes = view.position();
    gathered = null;
    view = NOTHING;
    if (bytes == 0) {
      sealed.release();
      return;
    }
    if (bytes < sealed.capacity() / 8) {
      nextBufferBytes = Math.max(nextBufferBytes / 2, SMALLEST_BUFFER_BYTES);
    }
    queued.add(sealed.writerIndex(bytes));
    waitingBytes += bytes;
    writable &= waitingBytes <= HIGH_WATER_BYTES;
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      connection.scheduleDrain(this);
    }
  }

  private void release() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
      view = NOTHING;
    }
    for (ByteBuf buffer = queued.poll(); buffer != null; buffer = queued.poll()) {
      waitingBytes -= buffer.readableBytes();
      buffer.release();
    }
  }
}
