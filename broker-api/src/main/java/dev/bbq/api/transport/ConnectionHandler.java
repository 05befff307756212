// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

/**
 * The receiver of one connection's callbacks. They come in the connection's context and must not
 * block. Those that are not overridden do nothing.
 */
public interface ConnectionHandler {

  /**
   * Takes a stream that the peer has opened.
   *
   * @return the receiver of the stream's callbacks
   */
  StreamHandler onStream(TransportStream stream);

  /**
   * Learns that {@link TransportConnection#tryOpenStream} may succeed again after it returned null.
   */
  default void onStreamCredit() {}

  /**
   * Learns that the connection has ended: the last callback, once, after {@link
   * StreamHandler#onClosed()} of each of its streams.
   */
  default void onClosed(CloseCause cause) {}
}
