// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One QUIC connection. Methods are called in the connection's context, but for {@link #peer},
 * {@link #ownCertificate}, {@link #execute} and {@link #close}.
 */
public interface TransportConnection extends Executor {

  /** Returns who is at the other end. Any thread. */
  Peer peer();

  /**
   * Returns the certificate that this end has shown in the handshake, if it knows; it stays the
   * same when others are {@linkplain TransportServer#renew renewed}. The server of a transport
   * without {@link TransportCapability#MUTUAL_TLS} always knows, as its clients prove theirs for
   * that one (docs/protocol.md, "Proof of the certificate"). Any thread.
   */
  default Optional<X509Certificate> ownCertificate() {
    return Optional.empty();
  }

  /**
   * Opens a bidirectional stream if the peer's limit allows one now (RFC 9000 section 4.6).
   *
   * <p>To have no credit is no error: {@link ConnectionHandler#onStreamCredit()} says when to try
   * again.
   *
   * @param handler receives the stream's callbacks; the first may come before this method returns
   * @return the stream, or null when the peer allows no further stream now or the connection has
   *     closed
   */
  @Nullable TransportStream tryOpenStream(StreamHandler handler);

  /**
   * Runs a task in the connection's context, after what runs there now. Any thread; tasks of one
   * thread keep their order. Tasks run also after the connection has closed.
   *
   * @throws RejectedExecutionException if the server or client of this connection has ended
   */
  @Override
  void execute(Runnable task);

  /**
   * Closes the connection at once; what was flushed but not yet sent may be lost. Any thread. Does
   * nothing if it has closed.
   *
   * @param code 0 to 2^62-1, sent to the peer (RFC 9000 section 19.19)
   * @param reason for the peer's log; cut to 256 bytes of UTF-8
   */
  void close(long code, String reason);
}
