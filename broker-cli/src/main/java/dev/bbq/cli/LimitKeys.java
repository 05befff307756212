// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static dev.bbq.core.BrokerLimits.DEFAULT;
import static java.lang.Integer.MAX_VALUE;
import static java.lang.Math.toIntExact;

import dev.bbq.api.transport.TransportLimits;
import dev.bbq.cli.config.Key;
import dev.bbq.cli.config.Quantities;
import dev.bbq.cli.config.Settings;
import dev.bbq.cli.config.Type;
import dev.bbq.core.BrokerLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The limits among the settings of {@code bbq serve}: a key for each field of {@link BrokerLimits}
 * and {@link TransportLimits}, named as the field is.
 */
final class LimitKeys {

  private static final TransportLimits TRANSPORT = DEFAULT.transport();
  private static final long LEAST_WINDOW = 64 << 10;
  private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);

  static final Key<Long> STREAM_WINDOW =
      size(
          "stream-window",
          Type.size(LEAST_WINDOW, Long.MAX_VALUE),
          TRANSPORT.streamWindowBytes(),
          "How much a client may have sent unread on one stream.");

  static final Key<Long> CONNECTION_WINDOW =
      size(
          "connection-window",
          Type.size(LEAST_WINDOW, Long.MAX_VALUE),
          TRANSPORT.connectionWindowBytes(),
          "How much a client may have sent unread on a connection; not below the window of a"
              + " stream.");

  private static final List<Limit<?>> ALL =
      List.of(
          new Limit<>(
              number(
                  "max-connections",
                  MAX_VALUE,
                  TRANSPORT.maxConnections(),
                  "How many connections at once; more are refused."),
              (to, value) -> to.transport().maxConnections(toIntExact(value))),
          new Limit<>(
              number(
                  "max-streams",
                  MAX_VALUE,
                  TRANSPORT.maxStreams(),
                  "How many streams a client may have open at once on a connection."),
              (to, value) -> to.transport().maxStreams(toIntExact(value))),
          new Limit<>(STREAM_WINDOW, (to, value) -> to.transport().streamWindowBytes(value)),
          new Limit<>(
              CONNECTION_WINDOW, (to, value) -> to.transport().connectionWindowBytes(value)),
          new Limit<>(
              duration(
                  "idle-timeout",
                  LEAST_TIMEOUT,
                  TRANSPORT.idleTimeout(),
                  "How long a client may be silent before its connection is closed."),
              (to, value) -> to.transport().idleTimeout(value)),
          new Limit<>(
              duration(
                  "handshake-timeout",
                  LEAST_TIMEOUT,
                  TRANSPORT.handshakeTimeout(),
                  "How long a handshake may take."),
              (to, value) -> to.transport().handshakeTimeout(value)),
          new Limit<>(
              size(
                  "max-message",
                  Type.size(1, 1 << 30),
                  DEFAULT.maxMessageBytes(),
                  "The largest message."),
              (to, value) -> to.broker().maxMessageBytes(toIntExact(value))),
          new Limit<>(
              number(
                  "max-credit-messages",
                  1 << 20,
                  DEFAULT.maxCreditMessages(),
                  "The most unsettled deliveries of one consumer."),
              (to, value) -> to.broker().maxCreditMessages(toIntExact(value))),
          new Limit<>(
              size(
                  "max-credit",
                  Type.size(1, Long.MAX_VALUE),
                  DEFAULT.maxCreditBytes(),
                  "The most unsettled bytes of one consumer."),
              (to, value) -> to.broker().maxCreditBytes(value)),
          new Limit<>(
              number(
                  "max-exchanges",
                  MAX_VALUE,
                  DEFAULT.maxExchanges(),
                  "How many exchanges may be declared."),
              (to, value) -> to.broker().maxExchanges(toIntExact(value))),
          new Limit<>(
              number(
                  "max-queues", MAX_VALUE, DEFAULT.maxQueues(), "How many queues may be declared."),
              (to, value) -> to.broker().maxQueues(toIntExact(value))),
          new Limit<>(
              number(
                  "max-bindings",
                  MAX_VALUE,
                  DEFAULT.maxBindings(),
                  "How many bindings there may be."),
              (to, value) -> to.broker().maxBindings(toIntExact(value))),
          new Limit<>(
              share(
                  "memory-share",
                  Type.share(0, 0.9, true),
                  DEFAULT.memoryShare(),
                  "Share of the heap that messages may take before publishers have to wait (the"
                      + " watermark)."),
              (to, value) -> to.broker().memoryShare(value)),
          new Limit<>(
              share(
                  "low-mark-share",
                  Type.share(0, 0.95, true),
                  DEFAULT.lowMarkShare(),
                  "Share of the watermark below which publishers may go on."),
              (to, value) -> to.broker().lowMarkShare(value)),
          new Limit<>(
              share(
                  "held-share",
                  Type.share(0, 0.5, false),
                  DEFAULT.heldShare(),
                  "Share of the heap for messages that wait so; beyond it they are refused."),
              (to, value) -> to.broker().heldShare(value)),
          new Limit<>(
              size(
                  "max-disk",
                  Type.size(1 << 20, Long.MAX_VALUE),
                  DEFAULT.maxDiskBytes(),
                  "How much the files of a store may take."),
              (to, value) -> to.broker().maxDiskBytes(value)),
          new Limit<>(
              duration(
                  "block-timeout",
                  Duration.ofSeconds(1),
                  DEFAULT.blockTimeout(),
                  "How long a client may leave a block unfinished without sending a byte."),
              (to, value) -> to.broker().blockTimeout(value)));

  private LimitKeys() {}

  /** What limits are gathered in. */
  private record Builders(BrokerLimits.Builder broker, TransportLimits.Builder transport) {}

  /** A key and where its value goes. */
  private record Limit<T>(Key<T> key, BiConsumer<Builders, T> setter) {
    void set(Settings from, Builders to) {
      setter.accept(to, from.get(key));
    }
  }

  private static Key<Long> number(String name, int most, int standard, String meaning) {
    return key(name, Type.integer(1, most), String.valueOf(standard), meaning);
  }

  private static Key<Long> size(String name, Type<Long> type, long standard, String meaning) {
    return key(name, type, Quantities.formatSize(standard), meaning);
  }

  private static Key<Duration> duration(
      String name, Duration least, Duration standard, String meaning) {
    return key(name, Type.duration(least), Quantities.formatDuration(standard), meaning);
  }

  private static Key<Double> share(
      String name, Type<Double> type, double standard, String meaning) {
    return key(name, type, Quantities.formatNumber(standard), meaning);
  }

  private static <T> Key<T> key(String name, Type<T> type, String standard, String meaning) {
    return new Key<>("limits." + name, type, Optional.of(standard), meaning);
  }

  /** Returns all of them. */
  static List<Key<?>> all() {
    return ALL.stream().<Key<?>>map(Limit::key).toList();
  }

  /**
   * Returns the limits that were set.
   *
   * @throws IllegalArgumentException if they don't fit together
   */
  static BrokerLimits of(Settings settings) {
    Builders builders = new Builders(BrokerLimits.builder(), TransportLimits.builder());
    ALL.forEach(limit -> limit.set(settings, builders));
    return builders.broker().transport(builders.transport().build()).build();
  }
}
