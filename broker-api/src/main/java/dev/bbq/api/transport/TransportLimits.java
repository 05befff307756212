// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.transport;

import java.time.Duration;

/**
 * The bounds within which a transport serves each peer.
 *
 * @param idleTimeout how long a connection may hear nothing from its peer before it is closed with
 *     {@link CloseCause.Kind#IDLE_TIMEOUT}; 100 ms or more
 * @param handshakeTimeout how long a handshake may take; 100 ms or more
 * @param maxStreams how many bidirectional streams the peer may have open at once; 1 or more
 * @param streamWindowBytes how many unread bytes a peer may have sent on one stream; 64 KiB or more
 * @param connectionWindowBytes how many unread bytes a peer may have sent on all streams of a
 *     connection; at least {@code streamWindowBytes}
 * @param maxConnections how many connections a server holds at once; more are refused; 1 or more. A
 *     handshake counts from the moment on when the client has proven its address (RFC 9000 section
 *     8.1), for the handshake timeout at most
 */
public record TransportLimits(
    Duration idleTimeout,
    Duration handshakeTimeout,
    int maxStreams,
    long streamWindowBytes,
    long connectionWindowBytes,
    int maxConnections) {

  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final long SMALLEST_WINDOW_BYTES = 64 << 10;

  /**
   * The limits used unless told otherwise: 8 s idle, 5 s handshake, 1024 streams, 2 MiB and 32 MiB
   * windows, 10 000 connections.
   */
  public static final TransportLimits DEFAULT =
      new TransportLimits(
          Duration.ofSeconds(8), Duration.ofSeconds(5), 1024, 2L << 20, 32L << 20, 10_000);

  public TransportLimits {
    require(idleTimeout.compareTo(SHORTEST) >= 0, "idleTimeout", idleTimeout);
    require(handshakeTimeout.compareTo(SHORTEST) >= 0, "handshakeTimeout", handshakeTimeout);
    require(maxStreams >= 1, "maxStreams", maxStreams);
    require(streamWindowBytes >= SMALLEST_WINDOW_BYTES, "streamWindowBytes", streamWindowBytes);
    require(
        connectionWindowBytes >= streamWindowBytes, "connectionWindowBytes", connectionWindowBytes);
    require(maxConnections >= 1, "maxConnections", maxConnections);
  }

  /** Returns a builder that begins with {@link #DEFAULT}. */
  public static Builder builder() {
    return DEFAULT.toBuilder();
  }

  /** Returns a builder that begins with these limits. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Returns these limits with another idle timeout. */
  public TransportLimits withIdleTimeout(Duration timeout) {
    return toBuilder().idleTimeout(timeout).build();
  }

  /** Returns these limits with another number of streams. */
  public TransportLimits withMaxStreams(int streams) {
    return toBuilder().maxStreams(streams).build();
  }

  /** Returns these limits with another number of connections. */
  public TransportLimits withMaxConnections(int connections) {
    return toBuilder().maxConnections(connections).build();
  }

  private static void require(boolean fits, String name, Object value) {
    if (!fits) {
      throw new IllegalArgumentException("limit out of range: %s=%s".formatted(name, value));
    }
  }

  /** Gathers limits, which are judged by {@link #build()}. Not for use by several threads. */
  public static final class Builder {

    private Duration idleTimeout;
    private Duration handshakeTimeout;
    private int maxStreams;
    private long streamWindowBytes;
    private long connectionWindowBytes;
    private int maxConnections;

    private Builder(TransportLimits from) {
      this.idleTimeout = from.idleTimeout;
      this.handshakeTimeout = from.handshakeTimeout;
      this.maxStreams = from.maxStreams;
      this.streamWindowBytes = from.streamWindowBytes;
      this.connectionWindowBytes = from.connectionWindowBytes;
      this.maxConnections = from.maxConnections;
    }

    /** Sets {@link TransportLimits#idleTimeout()}. */
    public Builder idleTimeout(Duration value) {
      this.idleTimeout = value;
      return this;
    }

    /** Sets {@link TransportLimits#handshakeTimeout()}. */
    public Builder handshakeTimeout(Duration value) {
      this.handshakeTimeout = value;
      return this;
    }

    /** Sets {@link TransportLimits#maxStreams()}. */
    public Builder maxStreams(int value) {
      this.maxStreams = value;
      return this;
    }

    /** Sets {@link TransportLimits#streamWindowBytes()}. */
    public Builder streamWindowBytes(long value) {
      this.streamWindowBytes = value;
      return this;
    }

    /** Sets {@link TransportLimits#connectionWindowBytes()}. */
    public Builder connectionWindowBytes(long value) {
      this.connectionWindowBytes = value;
      return this;
    }

    /** Sets {@link TransportLimits#maxConnections()}. */
    public Builder maxConnections(int value) {
      this.maxConnections = value;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException if one is out of its range; the message names it
     */
    public TransportLimits build() {
      return new TransportLimits(
          idleTimeout,
          handshakeTimeout,
          maxStreams,
          streamWindowBytes,
          connectionWindowBytes,
          maxConnections);
    }
  }
}
