// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.transport.kwik;

import dev.bbq.api.transport.StreamHandler;
import dev.bbq.api.transport.TransportStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import tech.kwik.core.QuicStream;

/** One stream: its two halves, and the end of both. */
final class KwikStream implements TransportStream {

  private final KwikConnection connection;
  private final QuicStream stream;
  private final StreamInput input;
  private final StreamOutput output;
  private @Nullable StreamHandler handler;
  private volatile boolean closed;

  KwikStream(KwikConnection connection, QuicStream stream) {
    this.connection = connection;
    this.stream = stream;
    input = new StreamInput(this, connection, stream.getInputStream());
    output = new StreamOutput(this, connection, stream);
  }

  /** Sets the receiver of the callbacks and begins to read. */
  void start(StreamHandler receiver) {
    handler = receiver;
    input.start();
  }

  /**
   * Begins to read a stream of the peer. It has a receiver only when something has come: to kwik a
   * stream is there as soon as one with a higher number is.
   */
  void listen() {
    input.start();
  }

  /** Returns the receiver of the callbacks. */
  StreamHandler handler() {
    if (handler == null) {
      handler = connection.tell(this);
    }
    return handler;
  }

  /** Waits until what was flushed is sent, or the thread is interrupted; any thread. */
  void awaitSent() {
    output.awaitSent();
  }

  @Override
  public long id() {
    return stream.getStreamId();
  }

  @Override
  public ByteBuffer output(int minBytes) {
    if (minBytes < 0 || minBytes > MAX_OUTPUT_BYTES) {
      throw new IllegalArgumentException("size out of range: minBytes=" + minBytes);
    }
    return output.buffer(minBytes);
  }

  @Override
  public void flush() {
    output.flush();
  }

  @Override
  public boolean isWritable() {
    return output.isWritable();
  }

  @Override
  public void finish() {
    output.finish();
  }

  @Override
  public void reset(long code) {
    output.reset(Codes.require(code));
  }

  @Override
  public void stopReading(long code) {
    Codes.require(code);
    if (!input.hasEnded()) {
      input.stop();
      onHalfEnded();
    }
  }

  @Override
  public void pauseReading() {
    input.pause();
  }

  @Override
  public void resumeReading() {
    input.resume();
  }

  /** Closes the stream if both of its halves have ended. */
  void onHalfEnded() {
    if (input.hasEnded() && output.hasLeft()) {
      close();
    }
  }

  /** Closes the stream because its connection has ended. */
  void onConnectionEnded() {
    input.stop();
    output.abandon();
    close();
  }

  /** Looks after the threads of both halves. */
  void patrol(long nowNs) {
    input.patrol(nowNs);
    output.patrol(nowNs);
  }

  /** Says whether it is open or a thread of it still runs. */
  boolean isAlive() {
    return !closed || input.isAlive() || output.isAlive();
  }

  private void close() {
    if (!closed) {
      closed = true;
      connection.forget(this);
      connection.callLater(() -> handler().onClosed());
    }
  }
}
