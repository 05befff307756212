// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.log.LogText;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One queue: the order of its messages, their leases, and its consumers in turn.
 *
 * <p>Threads: any. The monitor of the queue guards all state of the queue, its lane, its counts and
 * its consumers, is held for short, and never while the store or a listener is called; {@link
 * #pump} is where those calls come from.
 */
public final class Queue {

  private static final System.Logger LOGGER = System.getLogger(Queue.class.getName());

  private final String name;
  private final Lane lane;
  private final QueueCounts counts;
  private final QueueTotals totals;

  private final Set<Consumer> consumers = new LinkedHashSet<>();
  private final ArrayDeque<Consumer> turn = new ArrayDeque<>();
  private boolean stopped;
  private long kept;
  private long leased;
  private int reservations;
  private @Nullable CompletableFuture<Long> deletion;
  private boolean dropped;

  /** Creates a queue over an empty log. */
  public Queue(String name, StoreQueue log, QueueTotals totals) {
    this(name, log, 0, 0, 0, totals);
  }

  /**
   * Creates a queue over a log that an earlier run has left.
   *
   * @param firstSequence where to begin to read
   * @param nextSequence the sequence that its next message gets
   * @param count how many messages it keeps
   * @param totals where it counts what all queues count
   */
  public Queue(
      String name,
      StoreQueue log,
      long firstSequence,
      long nextSequence,
      long count,
      QueueTotals totals) {
    this.name = name;
    this.totals = totals;
    lane = new Lane(log, firstSequence, nextSequence);
    counts = new QueueCounts(totals);
    kept = count;
    counts.in(count);
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns where the messages are kept. */
  public StoreQueue log() {
    return lane.log().kept();
  }

  /** Returns what the queue looks like now. */
  public synchronized QueueInfo status() {
    return new QueueInfo(
        name, Math.max(0, kept - leased), leased, consumers.size(), counts.snapshot());
  }

  // --- publishing: reserve, append to the store, then say how it went

  /**
   * Admits an append that is about to be made; {@link #appended} or {@link #notAppended} must
   * follow.
   *
   * @return whether it is admitted; it isn't when the queue was deleted
   */
  public synchronized boolean reserve() {
    if (deletion != null) {
      return false;
    }
    reservations++;
    return true;
  }

  /** Learns that an append was made, with the sequence of its first message. */
  public void appended(long first, int count) {
    Sequences overtaken;
    synchronized (this) {
      long left = lane.appended(first, count); // a purge may have overtaken us
      kept += left;
      counts.in(count);
      counts.purged(count - left);
      reservations--;
      countUnreported();
      overtaken = left == count ? null : lane.overtaken(first, count, leasedSequences());
    }
    if (overtaken != null && !overtaken.isEmpty()) {
      forget(overtaken);
    }
    pump();
    finishDeletion();
  }

  private SortedSet<Long> leasedSequences() {
    TreeSet<Long> sequences = new TreeSet<>();
    for (Consumer consumer : consumers) {
      consumer.leases.forEach(lease -> sequences.add(lease.sequence()));
    }
    return sequences;
  }

  private void forget(Sequences purgedMessages) {
    var unused =
        lane.log()
            .settle(purgedMessages)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOGGER.log(
                        Level.WARNING,
                        () ->
                            "purged messages left in the store: queue=%s, count=%d, cause=%s"
                                .formatted(LogText.quoted(name), purgedMessages.count(), failure));
                  }
                });
  }

  /** Learns that nothing came of a reservation. */
  public void notAppended() {
    synchronized (this) {
      reservations--;
      countUnreported();
    }
    finishDeletion();
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
      long before = leased;
      consumer.credit(messages, bytes);
      while (consumer.isOverCredit() && consumer.leases.unsent() > 0) {
        putBack(consumer, consumer.leases.withdraw(), false, false);
      }
      takeTurn(consumer);
      countLeased(before);
    }
    pump();
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
      counts.out(count, again);
      takeTurn(consumer);
    }
    pump();
    return first;
  }

  /**
   * Settles deliveries of a consumer: every unsettled one from {@code from} (0 for the first) to
   * {@code to}.
   *
   * @param gathered gets what the store has to do; {@link #store} must follow
   * @return whether {@code to} was sent and unsettled; if not, nothing has changed
   */
  public boolean settle(
      Consumer consumer, Outcome outcome, long from, long to, Settlements gathered) {
    synchronized (this) {
      LeaseRing leases = consumer.leases;
      if (consumer.gone || from > to || !leases.isUnsettled(to)) {
        return false;
      }
      long before = leased;
      leases.settle(from, to, lease -> settle(consumer, outcome, lease, gathered));
      takeTurn(consumer);
      counts.settled(outcome, before - leased);
      countLeased(before);
    }
    return true;
  }

  private void settle(Consumer consumer, Outcome outcome, Lease lease, Settlements gathered) {
    switch (outcome) {
      case ACK, REJECT -> {
        gathered.gone(lease.sequence());
        consumer.release(lease);
        leased--;
        kept--;
      }
      case REQUEUE -> putBack(consumer, lease, true, false);
      case NACK -> {
        gathered.failed(lease.sequence());
        putBack(consumer, lease, true, true);
      }
    }
  }

  /**
   * Tells the store what was gathered, and goes on delivering. Completes when the store has kept
   * it.
   */
  public CompletionStage<?> store(Settlements gathered) {
    Sequences gone = gathered.takeGone();
    Sequences failed = gathered.takeFailed();
    CompletionStage<Void> settled =
        gone.isEmpty() ? CompletableFuture.completedStage(null) : lane.log().settle(gone);
    CompletionStage<Void> released =
        failed.isEmpty() ? CompletableFuture.completedStage(null) : lane.log().release(failed);
    pump();
    return settled.thenAcceptBoth(released, (done, too) -> {});
  }

  /**
   * Takes a consumer away; what it holds goes back to its place. Does nothing the second time.
   *
   * @param lost whether it went without a word, which counts as a failure of what was sent to it
   */
  public void unsubscribe(Consumer consumer, boolean lost) {
    Settlements gathered = new Settlements();
    synchronized (this) {
      if (!consumers.remove(consumer)) {
        return;
      }
      long before = leased;
      totals.consumers.decrement();
      consumer.gone = true;
      turn.remove(consumer);
      LeaseRing leases = consumer.leases;
      takeBackUnsent(consumer);
      leases.settleAll(
          lease -> {
            if (lost) {
              gathered.failed(lease.sequence());
            }
            putBack(consumer, lease, true, lost);
          });
      countLeased(before);
    }
    var unused = store(gathered);
  }

  // --- the end of the broker

  /** Delivers nothing from now on; what has been delivered may still be settled. */
  public void stopDelivering() {
    synchronized (this) {
      long before = leased;
      stopped = true;
      consumers.forEach(this::takeBackUnsent);
      countLeased(before);
    }
  }

  /**
   * Tells whether no consumer has anything left to do: nothing is unsettled, and unless it {@link
   * #stopDelivering delivers no more}, nothing waits for the consumers that are there.
   */
  public synchronized boolean isDrained() {
    return leased == 0 && (stopped || consumers.isEmpty() || kept == 0);
  }

  // --- administration

  /**
   * Drops the messages that are ready. Those that it overtakes on their way, because the news of a
   * later append was faster than that of theirs, go when they come. A queue that is being deleted
   * drops all by that.
   *
   * @return completes with how many
   */
  public CompletionStage<Long> purge() {
    Sequences doomed;
    long count;
    synchronized (this) {
      if (deletion != null) {
        return deletion.thenApply(deleted -> 0L);
      }
      long before = leased;
      consumers.forEach(this::takeBackUnsent);
      counts.purged(kept - leased);
      count = Math.max(0, kept - leased);
      doomed = lane.purge();
      kept = leased;
      countLeased(before);
    }
    return lane.log().settle(doomed).thenApply(done -> count);
  }

  /**
   * Deletes the queue: its consumers end, what is being appended is waited for, and the store
   * forgets it. When that has failed, the next call has the store try again.
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
      ended = List.copyOf(consumers);
      consumers.clear();
      turn.clear();
      lane.forget();
      for (Consumer consumer : ended) {
        consumer.gone = true;
        consumer.leases.clear();
      }
      totals.consumers.add(-ended.size());
      long before = leased;
      leased = 0;
      countLeased(before);
    }
    ended.forEach(consumer -> consumer.listener().onQueueDeleted());
    finishDeletion();
    return done;
  }

  // --- under the monitor

  /**
   * Counts messages in that have been read although their append was said to have failed. While
   * another is under way, what is read before it is reported can't be told from those.
   */
  private void countUnreported() {
    long known = leased + lane.held();
    if (reservations == 0 && deletion == null && kept < known) {
      counts.in(known - kept);
      kept = known;
    }
  }

  private void countLeased(long before) {
    counts.leased(before, leased);
    counts.tracked(leased + lane.returned());
  }

  private void takeTurn(Consumer consumer) {
    if (!consumer.inTurn && consumer.isEligible()) {
      consumer.inTurn = true;
      turn.add(consumer);
    }
  }

  private void takeBackUnsent(Consumer consumer) {
    while (consumer.leases.unsent() > 0) {
      putBack(consumer, consumer.leases.withdraw(), false, false);
    }
    takeTurn(consumer);
  }

  private void putBack(Consumer consumer, Lease lease, boolean sent, boolean failed) {
    consumer.release(lease);
    leased--;
    lane.putBack(lease.back(sent, failed));
  }

  /** Gives ready messages to the consumers in turn, one each. */
  private void assign(List<Consumer> toWake) {
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
      Lease lease = lane.poll();
      if (lease == null) {
        return;
      }
      turn.remove();
      leased++;
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

  // --- not under the monitor

  /**
   * Brings the queue on as far as it goes: assigns what is ready, reads ahead while consumers want
   * more, and wakes them.
   */
  private void pump() {
    List<Consumer> toWake = new ArrayList<>();
    long from;
    do {
      synchronized (this) {
        long before = leased;
        assign(toWake);
        countLeased(before);
        from = stopped || turn.isEmpty() ? Lane.NOTHING_TO_READ : lane.beginRead();
      }
    } while (from != Lane.NOTHING_TO_READ && read(from));
    for (Consumer consumer : toWake) {
      consumer.listener().onReady();
    }
  }

  /**
   * Reads again if the last read has failed; to be called every now and then. Each failure in a row
   * doubles how many calls that takes, up to {@link Lane#MAX_PATIENCE}.
   */
  public void retry() {
    synchronized (this) {
      if (!lane.grantRetry()) {
        return;
      }
    }
    pump();
  }

  /**
   * Reads the next page. Returns whether that is done and there is more to do; if it is done later,
   * goes on then.
   */
  private boolean read(long from) {
    CompletableFuture<StoreQueue.Page> page = lane.log().read(from);
    if (page.isDone()) {
      return page.handle(this::accept).join();
    }
    var unused =
        page.handle(this::accept)
            .thenAccept(
                more -> {
                  if (more) {
                    pump();
                  }
                });
    return false;
  }

  private boolean accept(StoreQueue.@Nullable Page page, @Nullable Throwable failure) {
    if (page == null) {
      LOGGER.log(
          Level.WARNING,
          () -> "queue not read: queue=%s, cause=%s".formatted(LogText.quoted(name), failure));
    }
    synchronized (this) {
      if (page == null) {
        lane.readFailed();
        return false;
      }
      boolean more = lane.read(page);
      countUnreported();
      return more;
    }
  }

  /** Drops the log of a deleted queue once nothing is being appended any more. */
  private void finishDeletion() {
    CompletableFuture<Long> done;
    long held;
    synchronized (this) {
      if (deletion == null || dropped || reservations > 0) {
        return;
      }
      dropped = true;
      done = deletion;
      held = kept;
    }
    var unused =
        lane.log()
            .drop()
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
