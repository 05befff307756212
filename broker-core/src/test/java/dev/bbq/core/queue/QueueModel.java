// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.wire.Block.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A queue as simple as can be, with an entry per message, that a real one is held against. */
final class QueueModel {

  /** A message. */
  static final class Entry {
    final long sequence;
    final int size;
    int redeliveries;
    int failures;

    Entry(long sequence, int size) {
      this.sequence = sequence;
      this.size = size;
    }
  }

  /** A consumer: what it holds by delivery number, the last of it not sent yet. */
  static final class Subscriber {
    final NavigableMap<Long, Entry> held = new TreeMap<>();
    long sent = 1;
    long next = 1;
    int creditMessages;
    long creditBytes;

    long heldBytes() {
      return held.values().stream().mapToLong(entry -> entry.size).sum();
    }

    boolean isEligible() {
      return held.size() < creditMessages
          && heldBytes() < creditBytes
          && next - sent < Consumer.MAX_UNSENT;
    }

    boolean isOverCredit() {
      return held.size() > creditMessages || heldBytes() > creditBytes;
    }
  }

  final NavigableMap<Long, Entry> ready = new TreeMap<>();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final Deque<Subscriber> turn = new ArrayDeque<>();
  private final Map<String, Long> dropped = new HashMap<>();
  private long nextSequence;
  private long out;
  private long acked;
  private long redelivered;

  void publish(int... sizes) {
    for (int size : sizes) {
      ready.put(nextSequence, new Entry(nextSequence, size));
      nextSequence++;
    }
    assign();
  }

  Subscriber subscribe() {
    Subscriber subscriber = new Subscriber();
    subscribers.add(subscriber);
    return subscriber;
  }

  void credit(Subscriber subscriber, int messages, long bytes) {
    subscriber.creditMessages = messages;
    subscriber.creditBytes = bytes;
    while (subscriber.isOverCredit() && subscriber.sent < subscriber.next) {
      takeLastBack(subscriber);
    }
    takeTurn(subscriber);
    assign();
  }

  private void takeLastBack(Subscriber subscriber) {
    putBack(subscriber.held.remove(--subscriber.next));
  }

  List<TestConsumer.Taken> take(Subscriber subscriber, int maxMessages) {
    List<TestConsumer.Taken> taken = new ArrayList<>();
    while (taken.size() < maxMessages && subscriber.sent < subscriber.next) {
      Entry entry = subscriber.held.get(subscriber.sent);
      taken.add(
          new TestConsumer.Taken(
              subscriber.sent++,
              "x".repeat(entry.size),
              entry.redeliveries,
              entry.failures,
              entry.sequence));
      out++;
      redelivered += entry.redeliveries > 0 ? 1 : 0;
    }
    if (!taken.isEmpty()) {
      takeTurn(subscriber);
      assign();
    }
    return taken;
  }

  boolean settle(Subscriber subscriber, Outcome outcome, long from, long to) {
    if (from > to || to >= subscriber.sent || !subscriber.held.containsKey(to)) {
      return false;
    }
    NavigableMap<Long, Entry> settled = subscriber.held.subMap(from, true, to, true);
    List<Entry> entries = List.copyOf(settled.values());
    settled.clear();
    if (outcome == Outcome.ACK) {
      acked += entries.size();
    } else if (outcome == Outcome.REJECT) {
      drop(MessageCounts.REJECTED, entries.size());
    }
    if (outcome == Outcome.NACK || outcome == Outcome.REQUEUE) {
      entries.forEach(entry -> putBackSent(entry, outcome == Outcome.NACK));
    }
    takeTurn(subscriber);
    assign();
    return true;
  }

  void unsubscribe(Subscriber subscriber, boolean lost) {
    subscribers.remove(subscriber);
    turn.remove(subscriber);
    subscriber.held.headMap(subscriber.sent).values().forEach(entry -> putBackSent(entry, lost));
    subscriber.held.tailMap(subscriber.sent).values().forEach(this::putBack);
    assign();
  }

  long purge() {
    for (Subscriber subscriber : subscribers) {
      while (subscriber.sent < subscriber.next) {
        takeLastBack(subscriber);
      }
      takeTurn(subscriber);
    }
    long count = ready.size();
    ready.clear();
    drop(MessageCounts.PURGED, count);
    return count;
  }

  private void drop(String reason, long count) {
    if (count > 0) {
      dropped.merge(reason, count, Long::sum);
    }
  }

  QueueInfo status() {
    long unacked = subscribers.stream().mapToLong(subscriber -> subscriber.held.size()).sum();
    return new QueueInfo(
        "q",
        QueueOptions.NONE,
        ready.size(),
        0,
        unacked,
        subscribers.size(),
        MessageCounts.of(nextSequence, out, acked, redelivered, dropped));
  }

  /** Returns the sequences of all that is not settled, in order. */
  List<Long> kept() {
    TreeMap<Long, Entry> all = new TreeMap<>(ready);
    subscribers.forEach(
        subscriber -> subscriber.held.values().forEach(entry -> all.put(entry.sequence, entry)));
    return List.copyOf(all.keySet());
  }

  private void putBackSent(Entry entry, boolean failed) {
    entry.redeliveries++;
    entry.failures += failed ? 1 : 0;
    putBack(entry);
  }

  private void putBack(Entry entry) {
    ready.put(entry.sequence, entry);
  }

  private void takeTurn(Subscriber subscriber) {
    if (!turn.contains(subscriber) && subscriber.isEligible()) {
      turn.add(subscriber);
    }
  }

  private void assign() {
    while (!turn.isEmpty()) {
      if (turn.element().isEligible() && ready.isEmpty()) {
        return;
      }
      Subscriber subscriber = turn.remove();
      if (subscriber.isEligible()) {
        subscriber.held.put(subscriber.next++, ready.pollFirstEntry().getValue());
        takeTurn(subscriber);
      }
    }
  }
}
