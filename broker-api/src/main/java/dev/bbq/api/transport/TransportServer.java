// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A socket that accepts connections, with the threads that serve it. All methods may be called from
 * any thread.
 */
public interface TransportServer {

  /** Returns the address that is bound. */
  InetSocketAddress address();

  /**
   * Refuses new connections from now on; those that are there stay. Does nothing the second time.
   */
  void stopAccepting();

  /**
   * Takes other TLS material: handshakes that begin from now on show its certificate and trust its
   * CAs and no others. Connections that are there stay, whatever CA their certificate is of.
   *
   * @throws TransportException if the material is of no use; then the old stays in use
   */
  void renew(TlsConfig tls) throws TransportException;

  /**
   * Closes the connections that are left with {@code code} and an empty reason, then socket and
   * threads, and waits for their end. The second call only waits.
   *
   * @param timeout the longest wait, 0 or more
   * @return whether everything had ended within {@code timeout}; what had not is abandoned and ends
   *     by itself
   */
  boolean close(long code, Duration timeout);
}
