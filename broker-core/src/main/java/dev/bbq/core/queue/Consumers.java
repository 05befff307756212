// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The consumers of a queue and their turn: ready messages go to those that want some, one each.
 * Guarded by the queue; calls nobody.
 */
final class Consumers {

  private final Set<Consumer> all = new LinkedHashSet<>();
  private final ArrayDeque<Consumer> turn = new ArrayDeque<>();
  private boolean stopped;
  private long unusedSinceMs;

  Consumers(long nowMs) {
    unusedSinceMs = nowMs;
  }

  int count() {
    return all.size();
  }

  /** Tells whether one of them wants more than it has. */
  boolean wantMore() {
    return !turn.isEmpty();
  }

  /** Tells whether nothing is delivered any more. */
  boolean areStopped() {
    return stopped;
  }

  void add(Consumer consumer) {
    all.add(consumer);
  }

  /** Takes a consumer away, with what it holds; false if it is none any more. */
  boolean remove(Consumer consumer, long nowMs) {
    if (!all.remove(consumer)) {
      return false;
    }
    consumer.gone = true;
    turn.remove(consumer);
    touch(nowMs);
    return true;
  }

  /** Ends all, whatever they hold, and returns them. */
  List<Consumer> end() {
    List<Consumer> ended = List.copyOf(all);
    for (Consumer consumer : ended) {
      consumer.gone = true;
      consumer.leases.clear();
    }
    all.clear();
    turn.clear();
    stopped = true;
    return ended;
  }

  /** Delivers nothing any more; takes back what is not sent. */
  void stop(Stock stock) {
    stopped = true;
    takeBackUnsent(stock);
  }

  // --- since when it is unused

  /** Learns that somebody uses the queue now. */
  void touch(long nowMs) {
    unusedSinceMs = nowMs;
  }

  /** Returns when the queue will have been unused for a span; never while it has a consumer. */
  long unusedAtMs(Duration span) {
    long ms = span.toMillis();
    return all.isEmpty() && ms < Stock.NEVER - unusedSinceMs ? unusedSinceMs + ms : Stock.NEVER;
  }

  // --- leases

  /** Returns what is on lease of a lane. */
  SortedSet<Long> leased(int lane) {
    TreeSet<Long> sequences = new TreeSet<>();
    for (Consumer consumer : all) {
      consumer.leases.forEach(
          lease -> {
            if (lease.lane() == lane) {
              sequences.add(lease.sequence());
            }
          });
    }
    return sequences;
  }

  /** Lines a consumer up, if it wants more than it has. */
  void takeTurn(Consumer consumer) {
    if (!consumer.inTurn && consumer.isEligible()) {
      consumer.inTurn = true;
      turn.add(consumer);
    }
  }

  /** Takes back what a consumer may not hold any more, as far as it is not sent. */
  void takeBackExcess(Consumer consumer, Stock stock) {
    while (consumer.isOverCredit() && consumer.leases.unsent() > 0) {
      takeBackLast(consumer, stock);
    }
    takeTurn(consumer);
  }

  /** Takes back all that is not sent. */
  void takeBackUnsent(Stock stock) {
    all.forEach(consumer -> takeBackUnsent(consumer, stock));
  }

  /** Takes back what is not sent to a consumer. */
  void takeBackUnsent(Consumer consumer, Stock stock) {
    while (consumer.leases.unsent() > 0) {
      takeBackLast(consumer, stock);
    }
    takeTurn(consumer);
  }

  private static void takeBackLast(Consumer consumer, Stock stock) {
    Lease lease = consumer.leases.withdraw();
    consumer.release(lease);
    stock.back(lease);
  }

  /**
   * Gives out what is ready.
   *
   * @param toWake gets the consumers that have to be told
   */
  void assign(Stock stock, long nowMs, List<Consumer> toWake) {
    while (!stopped) {
      Consumer consumer = turn.peek();
      if (consumer == null) {
        return;
      }
      if (!consumer.isEligible()) { // its credit was lowered while in turn
        turn.remove();
        consumer.inTurn = false;
        continue;
      }
      Lease lease = stock.lease(nowMs);
      if (lease == null) {
        return;
      }
      turn.remove();
      consumer.hold(lease);
      consumer.inTurn = consumer.isEligible();
      if (consumer.inTurn) {
        turn.add(consumer);
      }
      if (!consumer.woken) {
        consumer.woken = true;
        toWake.add(consumer);
      }
    }
  }
}
