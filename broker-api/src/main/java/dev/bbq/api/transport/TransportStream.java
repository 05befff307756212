// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.nio.ByteBuffer;

/**
 * One bidirectional QUIC stream. All methods are called in the connection's context.
 *
 * <p>Output is gathered in a buffer of the stream's own, so that a burst of small pieces leaves in
 * one write and each byte is copied once: {@link #output}, put, {@link #output}, put, …, {@link
 * #flush}.
 *
 * <p>Once the output has ended ({@link #finish}, {@link #reset}, {@link StreamHandler#onStopped})
 * or the stream has closed, what is put is thrown away and the other calls do nothing.
 */
public interface TransportStream {

  /** The most that {@link #output} can be asked for, in bytes. */
  int MAX_OUTPUT_BYTES = 64 << 10;

  /** Returns the stream's number in its connection (RFC 9000 section 2.1). */
  long id();

  /**
   * Returns the gather buffer, positioned behind what was put so far. It is the stream's: valid
   * until the next call on this stream, big-endian.
   *
   * @param minBytes how much room it must have at least, 0 to {@link #MAX_OUTPUT_BYTES}; there may
   *     be more, and the caller may use it
   */
  ByteBuffer output(int minBytes);

  /** Sends what was gathered. */
  void flush();

  /**
   * Says whether more output is welcome. When it is not, flushed bytes wait for the peer; {@link
   * StreamHandler#onWritable()} says when it is again. What is put in spite of it is kept and sent,
   * so the caller must stop on its own.
   */
  boolean isWritable();

  /** Sends what was gathered and then the end of the output (FIN) with the last of it. */
  void finish();

  /**
   * Aborts the output: the peer may never see what was sent before, and will see no end (RFC 9000
   * section 19.4).
   *
   * @param code 0 to 2^62-1
   */
  void reset(long code);

  /**
   * Asks the peer to send no more and throws away what comes still (RFC 9000 section 19.5). No
   * {@link StreamHandler#onData} follows.
   *
   * @param code 0 to 2^62-1
   */
  void stopReading(long code);

  /**
   * Stops {@link StreamHandler#onData} of this stream until {@link #resumeReading()}; unread bytes
   * fill the peer's window, then the peer waits. Other streams go on. Data that was already being
   * handed over may still come once.
   */
  void pauseReading();

  /**
   * Goes on reading after {@link #pauseReading()}; data that waits comes soon after, not from
   * within this call.
   */
  void resumeReading();
}
