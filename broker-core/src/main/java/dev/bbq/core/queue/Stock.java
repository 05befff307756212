// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.core.queue.DeadLetter.Fate;
import dev.bbq.core.queue.DeadLetter.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All messages that a queue keeps, but for who holds them on lease: those in its lanes, those that
 * pause, and those that leave without an ack. Guarded by the queue; calls nobody.
 */
final class Stock {

  static final long NEVER = Long.MAX_VALUE;

  /** How many messages are read to see whether the first has expired. */
  private static final int PEEK_RECORDS = 1;

  private final String queue;
  private final Policy policy;
  private final Room room;
  private final QueueCounts counts;
  private final Lane[] lanes; // by priority
  private final Departures departures = new Departures();
  private Settlements doomed = new Settlements(); // what leaves by itself
  private long kept;
  private long leased;
  private boolean forgotten;

  Stock(String queue, Policy policy, List<Queue.Log> logs, QueueTotals totals) {
    this.queue = queue;
    this.policy = policy;
    room = new Room(policy.options());
    counts = new QueueCounts(totals);
    lanes = new Lane[logs.size()];
    for (int i = 0; i < lanes.length; i++) {
      Queue.Log log = logs.get(i);
      lanes[i] = new Lane(i, log.queue(), log.firstSequence(), log.nextSequence());
      if (policy.expires() || log.count() > 0) { // what an earlier run has left, nobody knows yet
        lanes[i].mayExpire();
      }
      kept += log.count();
    }
    counts.in(kept);
  }

  Room room() {
    return room;
  }

  QueueCounts counts() {
    return counts;
  }

  List<QueueLog> logs() {
    return Arrays.stream(lanes).map(Lane::log).toList();
  }

  /** Returns how many messages it has read ahead. */
  long readAhead() {
    return Arrays.stream(lanes).mapToLong(Lane::readAhead).sum();
  }

  // --- how many

  long kept() {
    return kept;
  }

  long leased() {
    return leased;
  }

  long leaving() {
    return departures.leaving();
  }

  long ready() {
    return kept - leased - waiting();
  }

  /** Returns how many messages are neither ready nor on lease: delayed, pausing, or leaving. */
  long waiting() {
    long waiting = departures.count();
    for (Lane lane : lanes) {
      waiting += lane.delayed();
    }
    return waiting;
  }

  /** Tells the totals what has changed; to be called at the end of each change. */
  void tell() {
    counts.leased(leased);
    counts.waiting(waiting());
    long tracked = leased + departures.count();
    for (Lane lane : lanes) {
      tracked += lane.tracked();
    }
    counts.tracked(tracked);
  }

  /**
   * Counts messages in that have been read although their append was said to have failed; only
   * while no other is under way, for what is read before it is reported can't be told from those.
   */
  void countUnreported() {
    long known = leased + departures.count();
    for (Lane lane : lanes) {
      lane.allReported();
      known += lane.known();
    }
    if (kept < known) {
      counts.in(known - kept);
      kept = known;
    }
  }

  // --- in

  /**
   * Counts an append in that is ready at once and never expires.
   *
   * @param leased tells what is on lease of a lane
   * @return what of it a purge has overtaken, for the store to forget
   */
  Sequences arrived(int number, long first, int count, IntFunction<SortedSet<Long>> leased) {
    Lane lane = lanes[number];
    long left = lane.appended(first, count);
    kept += left;
    counts.in(count);
    counts.purged(count - left);
    return left == count ? Sequences.NONE : lane.overtaken(first, count, leased.apply(number));
  }

  /** Does the same for one that may be neither. */
  Sequences arrived(Arrival arrival, IntFunction<SortedSet<Long>> leased) {
    Sequences overtaken =
        arrived(arrival.lane(), arrival.first(), arrival.messages().size(), leased);
    room.release(arrival.messages().size(), arrival.bytes());
    Lane lane = lanes[arrival.lane()];
    long sequence = arrival.first();
    for (StoredMessage message : arrival.messages()) {
      if (!lane.isPurged(sequence) && lane.take(sequence, message)) {
        room.add(message.size());
      }
      sequence++;
    }
    return overtaken;
  }

  // --- out

  /** Returns the first ready message, on lease now, unless it has to be read, or there is none. */
  @Nullable Lease lease(long nowMs) {
    for (int i = lanes.length - 1; i >= 0; i--) {
      Lane lane = lanes[i];
      expire(lane, nowMs);
      if (departures.areTooMany()) {
        return null;
      }
      Lease lease = poll(lane);
      if (lease != null) {
        leased++;
        return lease;
      }
      if (lane.hasUnread()) {
        return null; // its turn first
      }
    }
    return null;
  }

  private @Nullable Lease poll(Lane lane) {
    Lease lease = lane.poll();
    if (lease != null) {
      room.remove(lease.size());
    }
    return lease;
  }

  /** Lets go of a leased message for good. */
  void acked(Lease lease, Settlements gathered) {
    leased--;
    kept--;
    gathered.gone(lease);
  }

  /** Takes a leased message back to its place. */
  void back(Lease lease) {
    leased--;
    ready(lease);
  }

  private void ready(Lease lease) {
    lanes[lease.lane()].putBack(lease);
    room.add(lease.size());
  }

  /** Has a leased message leave. */
  void rejected(Lease lease, Settlements gathered) {
    leased--;
    leave(lease, Reason.REJECTED, gathered);
  }

  /** Takes back a leased message whose delivery has failed, unless that was once too often. */
  void failed(Lease lease, long nowMs, Settlements gathered) {
    leased--;
    Lease back = lease.back(true, true);
    if (!policy.isTooOften(back.failures())) {
      gathered.failed(lease);
      ready(back);
    } else if (policy.endsFailing()) {
      leave(back, Reason.DELIVERY_LIMIT, gathered);
    } else {
      gathered.failed(lease);
      lanes[lease.lane()].pause(back, nowMs + policy.pauseMs(back.failures()));
      counts.pausing(queue, back, nowMs);
    }
  }

  /** Has a message leave that is neither ready nor on lease any more. */
  private void leave(Lease lease, Reason reason, Settlements gathered) {
    if (policy.hasDeadLetters()) {
      leave(new DeadLetter(lease, reason), gathered);
    } else {
      kept--;
      counts.dropped(reason.label(), 1);
      gathered.gone(lease);
    }
  }

  private void leave(DeadLetter letter, Settlements gathered) {
    departures.begin(letter);
    gathered.letter(letter);
  }

  /** Learns what has become of a dead letter. */
  void buried(DeadLetter letter, Fate fate, long nowMs, Settlements gathered) {
    departures.end(letter);
    switch (fate) {
      case Fate.Moved moved -> {
        kept--;
        counts.deadLettered(letter.reason().label());
        gathered.gone(letter.lease());
      }
      case Fate.Dropped drop -> {
        kept--;
        counts.dropped(drop.reason(), 1);
        gathered.gone(letter.lease());
      }
      case Fate.Stays stays -> {
        if (!forgotten) {
          departures.pause(letter, nowMs);
          counts.staying(queue, stays.cause(), nowMs);
        }
      }
    }
  }

  // --- the clock, and limits

  /** Brings back what has waited long enough. */
  void tick(long nowMs) {
    for (Lane lane : lanes) {
      room.add(lane.tick(nowMs));
    }
    for (DeadLetter again; (again = departures.poll(nowMs)) != null; ) {
      leave(again, doomed);
    }
    for (Lane lane : lanes) {
      expire(lane, nowMs);
    }
  }

  private void expire(Lane lane, long nowMs) {
    while (lane.headExpiresAtMs() <= nowMs && !departures.areTooMany()) {
      Lease head = poll(lane);
      if (head == null) {
        return;
      }
      leave(head, Reason.EXPIRED, doomed);
    }
  }

  /** Has the oldest leave where there are too many, the least urgent first. */
  void trim() {
    for (Lane lane : lanes) {
      while (room.isOver(ready()) && !departures.areTooMany()) {
        Lease oldest = poll(lane);
        if (oldest == null) {
          break;
        }
        leave(oldest, Reason.OVERFLOW, doomed);
      }
      if (lane.hasUnread()) {
        return; // its turn first
      }
    }
  }

  /** Takes what leaves by itself; null if nothing does. */
  @Nullable Settlements takeDoomed() {
    if (doomed.isEmpty()) {
      return null;
    }
    Settlements taken = doomed;
    doomed = new Settlements();
    return taken;
  }

  /** Returns when it has to look at the clock again. */
  long nextAlarmMs() {
    long next = departures.nextMs();
    for (Lane lane : lanes) {
      next = Math.min(next, lane.nextDueMs());
      if (!departures.areTooMany()) {
        next = Math.min(next, lane.headExpiresAtMs());
      }
    }
    return next;
  }

  // --- reading

  /**
   * Returns what has to be read next, which must follow; null for nothing.
   *
   * @param wanted whether a consumer wants more than there is at hand
   * @param leaving whether messages leave by themselves now, so that more may follow
   */
  Lane.@Nullable Read beginRead(boolean wanted, boolean leaving) {
    if (departures.areTooMany()) {
      return null;
    }
    if (wanted) {
      for (int i = lanes.length - 1; i >= 0; i--) {
        if (lanes[i].hasUnread()) {
          return lanes[i].beginRead(Lane.READ_RECORDS);
        }
      }
    }
    boolean over = room.isOver(ready());
    for (Lane lane : lanes) {
      if (lane.hasUnread() && !lane.holdsFirst() && (over || lane.expires())) {
        return lane.beginRead(over || leaving ? Lane.READ_RECORDS : PEEK_RECORDS);
      }
    }
    return null;
  }

  /** Forgets what was read ahead for nobody. */
  void shrink() {
    for (Lane lane : lanes) {
      lane.shrink();
    }
  }

  boolean grantRetry() {
    boolean granted = false;
    for (Lane lane : lanes) {
      granted |= lane.grantRetry();
    }
    return granted;
  }

  // --- administration

  /**
   * Lets go of all messages but those on lease and those that leave already.
   *
   * @param doomedByLane gets what the store has to forget
   * @return how many
   */
  long purge(List<Sequences> doomedByLane) {
    long count = kept - leased - departures.leaving();
    counts.purged(count);
    List<Lease> paused = departures.clear();
    for (Lane lane : lanes) {
      doomedByLane.add(lane.purge(paused));
    }
    room.clear();
    kept = leased + departures.leaving();
    return Math.max(0, count);
  }

  /** Forgets what it holds as records, for the queue is being deleted. */
  void forget() {
    for (Lane lane : lanes) {
      lane.forget();
    }
    departures.clear();
    leased = 0;
    forgotten = true;
  }
}
