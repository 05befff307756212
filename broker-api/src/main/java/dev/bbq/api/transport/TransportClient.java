// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * An end from which connections are made, with the threads that serve them. All methods may be
 * called from any thread.
 */
public interface TransportClient {

  /**
   * Connects to a server and verifies that its certificate is of a trusted CA, meant for servers,
   * and names {@code host}: as a DNS name, or as an IP address when {@code host} is one (RFC 6125,
   * RFC 9110 section 4.3.5).
   *
   * <p>In TLS 1.3 a client's handshake ends before the server has judged the client's certificate
   * (RFC 8446 section 4.4.2.4). So the stage's success says that the server is who it should be;
   * that the server accepts this client shows only in the server's first word.
   *
   * @param host name or literal address, not empty
   * @param port 1–65535
   * @param handler receives the connection's callbacks
   * @return completes in the connection's context, within the handshake timeout, with the
   *     connection or exceptionally with a {@link TransportException}
   */
  CompletionStage<TransportConnection> connect(String host, int port, ConnectionHandler handler);

  /**
   * Closes the connections that are left with {@code code}, then sockets and threads, and waits for
   * their end. The second call only waits.
   *
   * @param timeout the longest wait, 0 or more
   * @return whether everything had ended within {@code timeout}
   */
  boolean close(long code, Duration timeout);
}
