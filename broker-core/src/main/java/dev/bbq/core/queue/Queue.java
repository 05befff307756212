// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.MessageCounts;
import dev.bbq.api.Topology.QueueInfo;
import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredRecord;
import dev.bbq.api.wire.Block.Outcome;
import dev.bbq.core.log.LogText;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One queue: the order of its messages, their leases, and its consumers in turn.
 *
 * <p>The messages themselves are in the store. The queue knows them as a range of sequences from
 * {@code cursor} to {@code tail} that it has not looked at yet, a small window that it has read
 * ahead, and the exceptions: leased and returned. So a backlog costs nothing here.
 *
 * <p>What is returned has been at the head before, so it goes before everything in the window, by
 * sequence: each message back in its old place.
 *
 * <p>Threads: any. The monitor of the queue guards all state of the queue and its consumers, is
 * held for short, and never while the store or a listener is called; {@link #pump} is where those
 * calls come from.
 */
public final class Queue {

  private static final System.Logger LOGGER = System.getLogger(Queue.class.getName());

  private static final long NOTHING_TO_READ = -1;

  /** The most calls of {@link #retry} between two reads. */
  static final int MAX_PATIENCE = 8;

  private final String name;
  private final QueueLog log;
  private final QueueTotals totals;

  private final ArrayDeque<StoredRecord> window = new ArrayDeque<>();
  private final TreeMap<Long, Lease> returned = new TreeMap<>();
  private final Set<Consumer> consumers = new LinkedHashSet<>();
  private final ArrayDeque<Consumer> turn = new ArrayDeque<>();
  private long cursor;
  private long tail;
  private long purgedBelow;
  private boolean reading;
  private boolean changedWhileReading;
  private int failedReads; // in a row
  private int patience; // how many calls of retry until the next read
  private boolean stopped;
  private long kept;
  private long leased;
  private long tracked; // leased and returned, as counted in the totals
  private long in;
  private long out;
  private long acked;
  private long redelivered;
  private long rejected;
  private long purged; // for a moment below 0, when a purge finds what is not reported as appended
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
    this.log = new QueueLog(log);
    this.totals = totals;
    cursor = firstSequence;
    tail = nextSequence;
    kept = count;
    in = count;
    totals.in.add(count);
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  /** Returns where the messages are kept. */
  public StoreQueue log() {
    return log.kept();
  }

  /** Returns what the queue looks like now. */
  public synchronized QueueInfo status() {
    return new QueueInfo(
        name,
        Math.max(0, kept - leased),
        leased,
        consumers.size(),
        new MessageCounts(in, out, acked, redelivered, dropped()));
  }

  private SortedMap<String, Long> dropped() {
    if (purged <= 0 && rejected == 0) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, Long> dropped = new TreeMap<>();
    if (purged > 0) {
      dropped.put(MessageCounts.PURGED, purged);
    }
    if (rejected > 0) {
      dropped.put(MessageCounts.REJECTED, rejected);
    }
    return dropped;
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
    Sequences overtaken = null;
    synchronized (this) {
      long end = first + count;
      tail = Math.max(tail, end);
      changedWhileReading = true;
      long left = Math.max(0, end - Math.max(first, purgedBelow)); // a purge may have overtaken us
      kept += left;
      countIn(count);
      countPurged(count - left);
      reservations--;
      countUnreported();
      if (first < purgedBelow) {
        overtaken = unreadByPurge(first, Math.min(end, purgedBelow));
      }
    }
    if (overtaken != null && !overtaken.isEmpty()) {
      forget(overtaken);
    }
    pump();
    finishDeletion();
  }

  /**
   * Returns which messages a purge meant to drop, though the store may have kept them only after:
   * all but those that had been read by then, and are on lease or back from one.
   */
  private Sequences unreadByPurge(long first, long end) {
    TreeSet<Long> read = new TreeSet<>(returned.subMap(first, end).keySet());
    for (Consumer consumer : consumers) {
      consumer.leases.forEach(
          lease -> {
            if (lease.sequence() >= first && lease.sequence() < end) {
              read.add(lease.sequence());
            }
          });
    }
    Sequences.Builder unread = Sequences.builder();
    long from = first;
    for (long sequence : read) {
      if (from < sequence) {
        unread.addRange(from, sequence - 1);
      }
      from = sequence + 1;
    }
    if (from < end) {
      unread.addRange(from, end - 1);
    }
    return unread.build();
  }

  private void forget(Sequences purgedMessages) {
    var unused =
        log.settle(purgedMessages)
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
      countOut(count, again);
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
      countSettled(outcome, before - leased);
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
        gone.isEmpty() ? CompletableFuture.completedStage(null) : log.settle(gone);
    CompletionStage<Void> released =
        failed.isEmpty() ? CompletableFuture.completedStage(null) : log.release(failed);
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
    Sequences.Builder doomed = Sequences.builder();
    long count;
    synchronized (this) {
      if (deletion != null) {
        return deletion.thenApply(deleted -> 0L);
      }
      long before = leased;
      consumers.forEach(this::takeBackUnsent);
      countPurged(kept - leased);
      count = Math.max(0, kept - leased);
      long end = Math.max(tail, cursor); // an append may have been read before it was reported
      long firstUnread = window.isEmpty() ? cursor : window.element().sequence();
      returned.keySet().forEach(doomed::add);
      if (firstUnread < end) {
        doomed.addRange(firstUnread, end - 1);
      }
      returned.clear();
      window.clear();
      kept = leased;
      cursor = end;
      purgedBelow = end;
      changedWhileReading = true;
      countLeased(before);
    }
    return log.settle(doomed.build()).thenApply(done -> count);
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
      window.clear();
      returned.clear();
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

  // --- counting, under the monitor; totals are told once per burst

  private void countIn(long count) {
    in += count;
    totals.in.add(count);
  }

  /**
   * Counts messages in that have been read although their append was said to have failed. While
   * another is under way, what is read before it is reported can't be told from those.
   */
  private void countUnreported() {
    long known = leased + returned.size() + window.size();
    if (reservations == 0 && deletion == null && kept < known) {
      countIn(known - kept);
      kept = known;
    }
  }

  private void countOut(long count, long again) {
    out += count;
    totals.out.add(count);
    if (again > 0) {
      redelivered += again;
      totals.redelivered.add(again);
    }
  }

  private void countSettled(Outcome outcome, long count) {
    if (outcome == Outcome.ACK) {
      acked += count;
      totals.acked.add(count);
    } else if (outcome == Outcome.REJECT) {
      rejected += count;
      totals.rejected.add(count);
    }
  }

  private void countPurged(long count) {
    if (count != 0) {
      purged += count;
      totals.purged.add(count);
    }
  }

  private void countLeased(long before) {
    if (leased != before) {
      totals.unacked.add(leased - before);
    }
    long now = leased + returned.size();
    if (now != tracked) {
      totals.tracked.add(now - tracked);
      tracked = now;
    }
  }

  // --- under the monitor

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
    returned.put(lease.sequence(), lease.back(sent, failed));
  }

  private @Nullable Lease nextReady() {
    if (!returned.isEmpty()) {
      return returned.pollFirstEntry().getValue();
    }
    StoredRecord record = window.poll();
    return record == null ? null : new Lease(record, record.failures());
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
      Lease lease = nextReady();
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
        from = mayRead() && !turn.isEmpty() && cursor < tail ? cursor : NOTHING_TO_READ;
        if (from != NOTHING_TO_READ) {
          reading = true;
          changedWhileReading = false;
        }
      }
    } while (from != NOTHING_TO_READ && read(from));
    for (Consumer consumer : toWake) {
      consumer.listener().onReady();
    }
  }

  private boolean mayRead() {
    return !reading && patience == 0 && !stopped;
  }

  /**
   * Reads again if the last read has failed; to be called every now and then. Each failure in a row
   * doubles how many calls that takes, up to {@link #MAX_PATIENCE}.
   */
  public void retry() {
    synchronized (this) {
      if (patience == 0 || --patience > 0) {
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
    CompletableFuture<StoreQueue.Page> page = log.read(from);
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
      reading = false;
      failedReads = page == null && deletion == null ? failedReads + 1 : 0;
      patience = failedReads == 0 ? 0 : patienceAfter(failedReads);
      boolean more = changedWhileReading; // the page may have missed what came meanwhile
      if (page != null) {
        for (StoredRecord record : page.records()) {
          if (record.sequence() >= purgedBelow) {
            window.add(record);
          }
        }
        more |= page.nextSequence() > cursor;
        cursor = Math.max(cursor, page.nextSequence());
        countUnreported();
      }
      return more;
    }
  }

  private static int patienceAfter(int failures) {
    return Math.min(MAX_PATIENCE, 1 << Math.min(failures - 1, Integer.SIZE - 2));
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
        log.drop()
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
