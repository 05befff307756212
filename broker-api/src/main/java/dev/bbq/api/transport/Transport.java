// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.util.Set;

/**
 * A QUIC stack, or what behaves like one, found by {@link java.util.ServiceLoader} and chosen by
 * its {@link #name()}.
 *
 * <p>A transport moves the bytes of streams and proves who the peer is; it knows nothing of what
 * the bytes mean. It is asynchronous and driven by callbacks.
 *
 * <h2>Threading</h2>
 *
 * Each connection has a <em>context</em>, in which its tasks and callbacks run one after another
 * and never overlap. Several connections may share one thread, so nothing that runs in a context
 * may block. Every method of {@link TransportConnection} and {@link TransportStream} must be called
 * in the connection's context, but for those whose documentation says "any thread"; {@link
 * TransportConnection#execute} is the way in.
 *
 * <h2>Implementing</h2>
 *
 * A provider has a public no-argument constructor that does no work: natives are loaded and threads
 * started by {@link #listen} and {@link #client}, and what those started ends with the object they
 * returned.
 */
public interface Transport {

  /** The application protocol that both ends negotiate (RFC 7301). */
  String ALPN = "bbq";

  /**
   * Returns the name users choose this transport by: 1–32 characters out of {@code a-z}, {@code
   * 0-9} and {@code -}, starting with a letter.
   */
  String name();

  /** Returns what this stack can do beyond the contract that all transports share. */
  Set<TransportCapability> capabilities();

  /**
   * Binds a socket and accepts connections on it.
   *
   * @return the listening server; its {@link TransportServer#address()} has the real port when port
   *     0 was asked for
   * @throws TransportException if the address can't be bound or the TLS material is of no use
   */
  TransportServer listen(ServerConfig config, Acceptor acceptor) throws TransportException;

  /**
   * Creates an end from which connections are made.
   *
   * @throws TransportException if the TLS material is of no use
   */
  TransportClient client(ClientConfig config) throws TransportException;

  /** Decides what handles a connection that a peer has made, and learns of those refused. */
  @FunctionalInterface
  interface Acceptor {
    /**
     * Takes a connection whose handshake is complete and whose {@link TransportConnection#peer()}
     * is known. Called in the connection's context, before any other callback of that connection.
     *
     * @return the receiver of all further callbacks of the connection
     */
    ConnectionHandler accept(TransportConnection connection);

    /**
     * Learns that a client was turned away: {@link #accept} was not called for it and won't be.
     *
     * <p>Told are clients whose certificate is missing or refused, those with no application
     * protocol in common, and those that come while the server is full or has stopped accepting.
     * Not told are handshakes that fall silent or that the client itself gives up, and packets from
     * an address that is not proven. Of what is told, at most 100 a second for each server; of
     * clients that come when the server is full or has stopped accepting, at most one a second, as
     * they try again and again.
     *
     * <p>Called in a thread of the transport, perhaps in several at once, and must not block.
     */
    default void onRefused(Refusal refusal) {}
  }
}
