// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.connection;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one connection counts. Only its own context writes, so that counting takes no atomic
 * operation; any thread reads.
 */
final class ConnectionCounters {

  private static final long NOT_BLOCKED = 0;

  private final AtomicLong in = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong out = new AtomicLong();
  private final AtomicLong blockedSinceNs = new AtomicLong(NOT_BLOCKED);
  private final AtomicLong blockedNs = new AtomicLong();
  private final Map<StreamKind, AtomicLong> streams = new EnumMap<>(StreamKind.class);

  ConnectionCounters() {
    for (StreamKind kind : StreamKind.values()) {
      streams.put(kind, new AtomicLong());
    }
  }

  private static void add(AtomicLong counter, long count) {
    counter.setOpaque(counter.getPlain() + count);
  }

  private AtomicLong openOf(StreamKind kind) {
    return Objects.requireNonNull(streams.get(kind)); // the constructor put one there for each
  }

  // --- context

  void received(long messages, long ofTheseRefused) {
    add(in, messages);
    add(refused, ofTheseRefused);
  }

  void delivered(long messages) {
    add(out, messages);
  }

  void opened(StreamKind kind) {
    add(openOf(kind), 1);
  }

  void closed(StreamKind kind) {
    add(openOf(kind), -1);
  }

  /**
   * Learns whether messages of this connection wait for memory; what it knows already is no news.
   */
  void blocked(boolean now) {
    long since = blockedSinceNs.getPlain();
    if (now && since == NOT_BLOCKED) {
      blockedSinceNs.setOpaque(System.nanoTime() | 1); // never NOT_BLOCKED
    } else if (!now && since != NOT_BLOCKED) {
      add(blockedNs, System.nanoTime() - since);
      blockedSinceNs.setOpaque(NOT_BLOCKED);
    }
  }

  // --- any thread

  long in() {
    return in.getOpaque();
  }

  long refused() {
    return refused.getOpaque();
  }

  long out() {
    return out.getOpaque();
  }

  boolean isBlocked() {
    return blockedSinceNs.getOpaque() != NOT_BLOCKED;
  }

  Duration blockedTime() {
    long since = blockedSinceNs.getOpaque();
    long now = since == NOT_BLOCKED ? 0 : System.nanoTime() - since;
    return Duration.ofNanos(blockedNs.getOpaque() + now);
  }

  /** Returns how many streams are open, by kind, without those of which there are none. */
  SortedMap<String, Long> streams() {
    SortedMap<String, Long> open = new TreeMap<>();
    streams.forEach(
        (kind, count) -> {
          if (count.getOpaque() > 0) {
            open.put(kind.name().toLowerCase(Locale.ROOT), count.getOpaque());
          }
        });
    return open;
  }
}
