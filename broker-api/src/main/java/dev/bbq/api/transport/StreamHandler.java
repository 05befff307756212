// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.nio.ByteBuffer;

/**
 * The receiver of one stream's callbacks. They come in the connection's context and must not block.
 * Those that are not overridden do nothing: the bytes of {@link #onData} are lost then, and so is
 * what else the peer said.
 *
 * <p>In the order {@code (onData+ onReadComplete)* [onFinished | onReset]}, with {@link
 * #onWritable} and {@link #onStopped} anywhere between, and {@link #onClosed} once at the very end.
 */
public interface StreamHandler {

  /**
   * Takes bytes from the peer.
   *
   * @param data valid only during the call, read-only for the receiver, big-endian; what is left in
   *     it is lost
   */
  default void onData(ByteBuffer data) {}

  /**
   * Learns that the burst has ended: nothing more can be read now. The place to work on what was
   * gathered and to answer it.
   */
  default void onReadComplete() {}

  /** Learns that the peer has ended its output cleanly: everything it sent has been handed over. */
  default void onFinished() {}

  /**
   * Learns that the peer has aborted its output; what it sent before may be lost in part.
   *
   * @param code the peer's code, or 0 without {@link TransportCapability#RESET_CODES}
   */
  default void onReset(long code) {}

  /**
   * Learns that the peer wants no more of our output, which has thereby ended. A stack that can't
   * tell earlier tells at the latest when the stream is next flushed.
   *
   * @param code the peer's code, or 0 without {@link TransportCapability#RESET_CODES}
   */
  default void onStopped(long code) {}

  /** Learns that {@link TransportStream#isWritable()} is true again after it was false. */
  default void onWritable() {}

  /**
   * Learns that nothing more will come: both directions have ended, or the connection has. The last
   * callback, once.
   */
  default void onClosed() {}
}
