// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage.Schedule;
import dev.bbq.core.log.LogText;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of messages into a queue: reserve, append to the store, then say how it went. The monitor
 * of the queue guards its state; the store is called without it.
 */
final class Inlet {

  private static final System.Logger LOGGER = System.getLogger(Queue.class.getName());

  private final Queue queue;
  private final Policy policy;
  private final Stock stock;
  private final Consumers consumers;
  private final LogCalls logs;
  private final Pump pump;
  private final QueueHost host;
  private int reservations;
  private boolean closed;

  Inlet(
      Queue queue,
      Policy policy,
      Stock stock,
      Consumers consumers,
      LogCalls logs,
      Pump pump,
      QueueHost host) {
    this.queue = queue;
    this.policy = policy;
    this.stock = stock;
    this.consumers = consumers;
    this.logs = logs;
    this.pump = pump;
    this.host = host;
  }

  /** Returns where the messages of a priority are kept. */
  StoreQueue log(int lane) {
    return logs.logs().get(lane).kept();
  }

  /** Admits nothing more; under the monitor. */
  void close() {
    closed = true;
  }

  /** Tells whether anything is being appended; under the monitor. */
  boolean isBusy() {
    return reservations > 0;
  }

  /**
   * Admits an append that is about to be made; {@link #appended} or {@link #notAppended} must
   * follow.
   *
   * @return whether it is admitted; it isn't when the queue was deleted
   */
  boolean reserve() {
    synchronized (queue) {
      if (closed) {
        return false;
      }
      reservations++;
      return true;
    }
  }

  /** Tells whether it takes messages as they come: none expires, and there is room for all. */
  boolean isPlain() {
    return !policy.expires() && !stock.room().isBounded();
  }

  /** Lets in a message of an append that was admitted; false if there is no room for it. */
  boolean admit(int size) {
    synchronized (queue) {
      return stock.room().admit(stock.ready(), size);
    }
  }

  /** Takes back what was let in and is not to be appended after all. */
  void dismiss(long count, long bytes) {
    synchronized (queue) {
      stock.room().release(count, bytes);
    }
  }

  /** Returns when a message may be delivered here, until when, and how urgent it is. */
  Schedule schedule(Wish wish) {
    return wish.equals(Wish.NONE) && !policy.expires()
        ? Schedule.NONE
        : policy.schedule(wish, host.nowMs());
  }

  /**
   * Learns that an append was made to a plain queue, by publishers without wishes.
   *
   * @param first the sequence of its first message
   */
  void appended(long first, int count) {
    Sequences overtaken;
    synchronized (queue) {
      overtaken = stock.arrived(0, first, count, consumers::leased);
      reported();
    }
    goOn(0, overtaken);
  }

  /** Learns that an append was made. */
  void appended(List<Arrival> arrivals) {
    List<Sequences> overtaken = new ArrayList<>(arrivals.size());
    synchronized (queue) {
      for (Arrival arrival : arrivals) {
        overtaken.add(stock.arrived(arrival, consumers::leased));
      }
      reported();
    }
    for (int i = 0; i < arrivals.size(); i++) {
      goOn(arrivals.get(i).lane(), overtaken.get(i));
    }
  }

  private void reported() {
    reservations--;
    countUnreported();
    stock.tell();
  }

  /** Looks for messages whose append is said to have failed; under the monitor. */
  void countUnreported() {
    if (reservations == 0 && !closed) {
      stock.countUnreported();
    }
  }

  private void goOn(int lane, Sequences overtaken) {
    if (!overtaken.isEmpty()) {
      forget(lane, overtaken);
    }
    pump.run();
    queue.finishDeletion();
  }

  private void forget(int lane, Sequences purgedMessages) {
    var unused =
        logs.logs()
            .get(lane)
            .settle(purgedMessages)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOGGER.log(
                        Level.WARNING,
                        () ->
                            "purged messages left in the store: queue=%s, count=%d, cause=%s"
                                .formatted(
                                    LogText.quoted(queue.name()), purgedMessages.count(), failure));
                  }
                });
  }

  /** Learns that nothing came of a reservation. */
  void notAppended() {
    synchronized (queue) {
      reported();
    }
    queue.finishDeletion();
  }
}
