// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static dev.bbq.core.BrokerLimits.DEFAULT;

import dev.bbq.api.transport.TransportLimits;
import dev.bbq.cli.config.Key;
import dev.bbq.cli.config.Quantities;
import dev.bbq.cli.config.Settings;
import dev.bbq.cli.config.Type;
import dev.bbq.core.BrokerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The limits among the settings of {@code bbq serve}: a key for each field of {@link BrokerLimits}
 * and {@link TransportLimits}, named as the field is.
 */
final class LimitKeys {

  private static final TransportLimits TRANSPORT = DEFAULT.transport();

  static final Key<Long> MAX_CONNECTIONS =
      limit(
          "max-connections",
          Type.integer(1, Integer.MAX_VALUE),
          String.valueOf(TRANSPORT.maxConnections()),
          "How many connections at once; more are refused.");

  static final Key<Long> MAX_STREAMS =
      limit(
          "max-streams",
          Type.integer(1, Integer.MAX_VALUE),
          String.valueOf(TRANSPORT.maxStreams()),
          "How many streams a client may have open at once on a connection.");

  static final Key<Long> STREAM_WINDOW =
      limit(
          "stream-window",
          Type.size(64 << 10, Long.MAX_VALUE),
          Quantities.formatSize(TRANSPORT.streamWindowBytes()),
          "How much a client may have sent unread on one stream.");

  static final Key<Long> CONNECTION_WINDOW =
      limit(
          "connection-window",
          Type.size(64 << 10, Long.MAX_VALUE),
          Quantities.formatSize(TRANSPORT.connectionWindowBytes()),
          "How much a client may have sent unread on a connection; not below the window of a"
              + " stream.");

  static final Key<Duration> IDLE_TIMEOUT =
      limit(
          "idle-timeout",
          Type.duration(Duration.ofMillis(100)),
          Quantities.formatDuration(TRANSPORT.idleTimeout()),
          "How long a client may be silent before its connection is closed.");

  static final Key<Duration> HANDSHAKE_TIMEOUT =
      limit(
          "handshake-timeout",
          Type.duration(Duration.ofMillis(100)),
          Quantities.formatDuration(TRANSPORT.handshakeTimeout()),
          "How long a handshake may take.");

  static final Key<Long> MAX_MESSAGE =
      limit(
          "max-message",
          Type.size(1, 1 << 30),
          Quantities.formatSize(DEFAULT.maxMessageBytes()),
          "The largest message.");

  static final Key<Long> MAX_CREDIT_MESSAGES =
      limit(
          "max-credit-messages",
          Type.integer(1, 1 << 20),
          String.valueOf(DEFAULT.maxCreditMessages()),
          "The most unsettled deliveries of one consumer.");

  static final Key<Long> MAX_CREDIT =
      limit(
          "max-credit",
          Type.size(1, Long.MAX_VALUE),
          Quantities.formatSize(DEFAULT.maxCreditBytes()),
          "The most unsettled bytes of one consumer.");

  static final Key<Long> MAX_EXCHANGES =
      limit(
          "max-exchanges",
          Type.integer(1, Integer.MAX_VALUE),
          String.valueOf(DEFAULT.maxExchanges()),
          "How many exchanges may be declared.");

  static final Key<Long> MAX_QUEUES =
      limit(
          "max-queues",
          Type.integer(1, Integer.MAX_VALUE),
          String.valueOf(DEFAULT.maxQueues()),
          "How many queues may be declared.");

  static final Key<Long> MAX_BINDINGS =
      limit(
          "max-bindings",
          Type.integer(1, Integer.MAX_VALUE),
          String.valueOf(DEFAULT.maxBindings()),
          "How many bindings there may be.");

  static final Key<Double> MEMORY_SHARE =
      limit(
          "memory-share",
          Type.share(0, 0.9, true),
          Quantities.formatNumber(DEFAULT.memoryShare()),
          "Share of the heap that messages may take before publishers have to wait (the"
              + " watermark).");

  static final Key<Double> LOW_MARK_SHARE =
      limit(
          "low-mark-share",
          Type.share(0, 1, true),
          Quantities.formatNumber(DEFAULT.lowMarkShare()),
          "Share of the watermark below which publishers may go on.");

  static final Key<Double> HELD_SHARE =
      limit(
          "held-share",
          Type.share(0, 0.5, false),
          Quantities.formatNumber(DEFAULT.heldShare()),
          "Share of the heap for messages that wait so; beyond it they are refused.");

  static final Key<Duration> BLOCK_TIMEOUT =
      limit(
          "block-timeout",
          Type.duration(Duration.ofSeconds(1)),
          Quantities.formatDuration(DEFAULT.blockTimeout()),
          "How long a client may leave a block unfinished without sending a byte.");

  private LimitKeys() {}

  private static <T> Key<T> limit(String name, Type<T> type, String standard, String meaning) {
    return new Key<>("limits." + name, type, Optional.of(standard), meaning);
  }

  /** Returns all of them. */
  static List<Key<?>> all() {
    return List.of(
        MAX_CONNECTIONS,
        MAX_STREAMS,
        STREAM_WINDOW,
        CONNECTION_WINDOW,
        IDLE_TIMEOUT,
        HANDSHAKE_TIMEOUT,
        MAX_MESSAGE,
        MAX_CREDIT_MESSAGES,
        MAX_CREDIT,
        MAX_EXCHANGES,
        MAX_QUEUES,
        MAX_BINDINGS,
        MEMORY_SHARE,
        LOW_MARK_SHARE,
        HELD_SHARE,
        BLOCK_TIMEOUT);
  }

  /**
   * Returns the limits that were set.
   *
   * @throws IllegalArgumentException if they don't fit together
   */
  static BrokerLimits of(Settings settings) {
    TransportLimits transport =
        TransportLimits.builder()
            .maxConnections(Math.toIntExact(settings.get(MAX_CONNECTIONS)))
            .maxStreams(Math.toIntExact(settings.get(MAX_STREAMS)))
            .streamWindowBytes(settings.get(STREAM_WINDOW))
            .connectionWindowBytes(settings.get(CONNECTION_WINDOW))
            .idleTimeout(settings.get(IDLE_TIMEOUT))
            .handshakeTimeout(settings.get(HANDSHAKE_TIMEOUT))
            .build();
    return BrokerLimits.builder()
        .transport(transport)
        .maxMessageBytes(Math.toIntExact(settings.get(MAX_MESSAGE)))
        .maxCreditMessages(Math.toIntExact(settings.get(MAX_CREDIT_MESSAGES)))
        .maxCreditBytes(settings.get(MAX_CREDIT))
        .maxExchanges(Math.toIntExact(settings.get(MAX_EXCHANGES)))
        .maxQueues(Math.toIntExact(settings.get(MAX_QUEUES)))
        .maxBindings(Math.toIntExact(settings.get(MAX_BINDINGS)))
        .memoryShare(settings.get(MEMORY_SHARE))
        .lowMarkShare(settings.get(LOW_MARK_SHARE))
        .heldShare(settings.get(HELD_SHARE))
        .blockTimeout(settings.get(BLOCK_TIMEOUT))
        .build();
  }
}
