// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.QueueOptions;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.wire.Block.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One queue: its stock of messages, its consumers, who hold some of them on lease, and the pump
 * that brings it on.
 *
 * <p>Threads: any. The monitor of the queue guards its stock and its consumers with all that they
 * are made of, is held for short, and never while the store, the host or a listener is called.
 */
public final class Queue {

  private final String name;
  private final QueueOptions options;
  private final Stock stock;
  private final LogCalls logs;
  private final Consumers consumers;
  private final Pump pump;
  private final Inlet inlet;
  private final QueueHost host;
  private final QueueTotals totals;
  private @Nullable CompletableFuture<Long> deletion;
  private boolean dropped;

  /**
   * Creates a queue over its logs.
   *
   * @param kept its logs: one for each priority, from 0 on
   * @param totals where it counts what all queues count
   */
  public Queue(
      String name, QueueOptions options, List<Log> kept, QueueTotals totals, QueueHost host) {
    this.name = name;
    this.totals = totals;
    this.host = host;
    this.options = options;
    Policy policy = new Policy(options);
    stock = new Stock(name, policy, kept, totals);
    logs = new LogCalls(stock.logs());
    consumers = new Consumers(host.nowMs());
    pump = new Pump(this, stock, consumers, logs, host);
    inlet = new Inlet(this, policy, stock, consumers, logs, pump, host);
  }

  /**
   * A log of a queue.
   *
   * @param queue the log in the store
   * @param firstSequence where to begin to read
   * @param nextSequence the sequence that its next message gets
   * @param count how many messages it keeps
   */
  public record Log(StoreQueue queue, long firstSequence, long nextSequence, long count) {

    /** Returns an empty log. */
    public static Log empty(StoreQueue queue) {
      return new Log(queue, 0, 0, 0);
    }
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns what it was declared with. */
  public QueueOptions options() {
    return options;
  }

  /** Returns the way in. */
  Inlet inlet() {
    return inlet;
  }

  /** Returns what the queue looks like now. */
  public synchronized QueueInfo status() {
    return new QueueInfo(
        name,
        options,
        Math.max(0, stock.ready()),
        stock.waiting(),
        stock.leased(),
        consumers.count(),
        stock.counts().snapshot());
  }

  /** Returns how many messages it has read ahead. */
  synchronized long readAhead() {
    return stock.readAhead();
  }

  // --- consuming

  /**
   * Adds a consumer, without credit.
   *
   * @return the consumer, or null if the queue was deleted
   */
  public synchronized @Nullable Consumer subscribe(Consumer.Listener listener) {
    if (deletion != null) {
      return null;
    }
    Consumer consumer = new Consumer(this, listener);
    consumers.add(consumer);
    totals.consumers.increment();
    return consumer;
  }

  /** Sets how much a consumer may hold. What it holds unsent beyond that is taken back. */
  public void credit(Consumer consumer, int messages, long bytes) {
    synchronized (this) {
      consumer.credit(messages, bytes);
      consumers.takeBackExcess(consumer, stock);
      stock.tell();
    }
    pump.run();
  }

  /** Gives a consumer what waits for it, and it its next turn; see {@link Consumer#take}. */
  long take(Consumer consumer, List<Lease> into, int maxMessages, long maxBytes) {
    long first;
    synchronized (this) {
      LeaseRing leases = consumer.leases;
      first = leases.sent();
      long bytes = 0;
      int count = 0;
      int again = 0;
      while (count < maxMessages && bytes < maxBytes && leases.unsent() > 0) {
        Lease lease = leases.send();
        bytes += lease.size();
        into.add(lease);
        count++;
        again += lease.redeliveries() > 0 ? 1 : 0;
      }
      consumer.woken = count > 0; // who took something asks again
      if (count == 0) {
        return first;
      }
      stock.counts().out(count, again);
      consumers.takeTurn(consumer);
    }
    pump.run();
    return first;
  }

  /**
   * Settles deliveries of a consumer: every unsettled one from {@code from} (0 for the first) to
   * {@code to}.
   *
   * @param gathered gets what there is to do; {@link #store} must follow
   * @return whether {@code to} was sent and unsettled; if not, nothing has changed
   */
  public boolean settle(
      Consumer consumer, Outcome outcome, long from, long to, Settlements gathered) {
    synchronized (this) {
      LeaseRing leases = consumer.leases;
      if (consumer.gone || from > to || !leases.isUnsettled(to)) {
        return false;
      }
      long before = stock.leased();
      leases.settle(from, to, lease -> settle(consumer, outcome, lease, gathered));
      if (outcome == Outcome.ACK) {
        stock.counts().acked(before - stock.leased());
      }
      consumers.takeTurn(consumer);
      stock.tell();
    }
    return true;
  }

  private void settle(Consumer consumer, Outcome outcome, Lease lease, Settlements gathered) {
    consumer.release(lease);
    switch (outcome) {
      case ACK -> stock.acked(lease, gathered);
      case REJECT -> stock.rejected(lease, gathered);
      case REQUEUE -> stock.back(lease.back(true, false));
      case NACK -> stock.failed(lease, host.nowMs(), gathered);
    }
  }

  /**
   * Does what was gathered, and goes on delivering. Completes when the store has kept it, and dead
   * letters are where they go.
   */
  public CompletionStage<?> store(Settlements gathered) {
    CompletionStage<?> stored = pump.act(gathered);
    pump.run();
    return stored;
  }

  /**
   * Takes a consumer away; what it holds goes back to its place. Does nothing the second time.
   *
   * @param lost whether it went without a word, which counts as a failure of what was sent to it
   */
  public void unsubscribe(Consumer consumer, boolean lost) {
    Settlements gathered = new Settlements();
    synchronized (this) {
      if (!consumers.remove(consumer, host.nowMs())) {
        return;
      }
      totals.consumers.decrement();
      consumers.takeBackUnsent(consumer, stock);
      Outcome outcome = lost ? Outcome.NACK : Outcome.REQUEUE;
      consumer.leases.settleAll(lease -> settle(consumer, outcome, lease, gathered));
      stock.tell();
    }
    var unused = store(gathered);
  }

  // --- the end of the broker

  /** Delivers nothing from now on; what has been delivered may still be settled. */
  public void stopDelivering() {
    synchronized (this) {
      consumers.stop(stock);
      stock.tell();
    }
  }

  /**
   * Tells whether no consumer has anything left to do: nothing is unsettled, and unless it {@link
   * #stopDelivering delivers no more}, nothing is ready for the consumers that are there.
   */
  public synchronized boolean isDrained() {
    return stock.leased() == 0
        && (consumers.areStopped() || consumers.count() == 0 || stock.ready() <= 0);
  }

  // --- administration

  /** Learns that somebody counts on it: it was declared once more. */
  public synchronized void touch() {
    consumers.touch(host.nowMs());
  }

  /** Tells whether it is unused for as long as it may be. */
  public synchronized boolean isUnused() {
    return pump.unusedAtMs() <= host.nowMs();
  }

  /**
   * Drops the messages that are ready, or will be later. Those that it overtakes on their way,
   * because the news of a later append was faster than that of theirs, go when they come. A queue
   * that is being deleted drops all by that.
   *
   * @return completes with how many
   */
  public CompletionStage<Long> purge() {
    List<Sequences> doomedByLane = new ArrayList<>();
    long count;
    synchronized (this) {
      if (deletion != null) {
        return deletion.thenApply(deleted -> 0L);
      }
      consumers.takeBackUnsent(stock);
      count = stock.purge(doomedByLane);
      stock.tell();
    }
    return logs.settle(doomedByLane).thenApply(done -> count);
  }

  /**
   * Deletes the queue: its consumers end, what is being appended or moved is waited for, and the
   * store forgets it. When that has failed, the next call has the store try again.
   *
   * @return completes with how many messages it held
   */
  public CompletionStage<Long> delete() {
    List<Consumer> ended;
    CompletableFuture<Long> done;
    synchronized (this) {
      if (deletion != null && !deletion.isCompletedExceptionally()) {
        return deletion;
      }
      done = new CompletableFuture<>();
      deletion = done;
      dropped = false;
      inlet.close();
      ended = consumers.end();
      stock.forget();
      totals.consumers.add(-ended.size());
      stock.tell();
    }
    ended.forEach(consumer -> consumer.listener().onQueueDeleted());
    finishDeletion();
    return done;
  }

  // --- the clock

  /**
   * Looks at the clock; called by {@link QueueHost#alarm}.
   *
   * @param setMs for when the alarm was set
   */
  public void onAlarm(long setMs) {
    pump.onAlarm(setMs);
  }

  /** Begins to look at the clock, if that is needed. */
  public void begin() {
    pump.run();
  }

  /**
   * Reads again if the last read has failed; to be called every now and then. Each failure in a row
   * doubles how many calls that takes, up to {@link Lane#MAX_PATIENCE}.
   */
  public void retry() {
    pump.retry();
  }

  // --- the end of the queue

  /** Drops the logs of a deleted queue once nothing is being appended or moved any more. */
  void finishDeletion() {
    CompletableFuture<Long> done;
    long held;
    synchronized (this) {
      if (deletion == null || dropped || inlet.isBusy() || stock.leaving() > 0) {
        return;
      }
      dropped = true;
      done = deletion;
      held = stock.kept();
      stock.forget(); // also what has come since
      stock.tell();
    }
    var unused =
        logs.drop()
            .whenComplete(
                (nothing, failure) -> {
                  if (failure == null) {
                    totals.deleted.add(held);
                    done.complete(held);
                  } else {
                    done.completeExceptionally(failure);
                  }
                });
  }
}
