// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.Sequences;
import dev.bbq.api.store.StoreQueue;
import dev.bbq.api.store.StoredMessage;
import dev.bbq.api.store.StoredMessage.Schedule;
import dev.bbq.api.store.StoredRecord;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one log of a queue, in their order. It knows them as a range of sequences from
 * {@code cursor} to the tail that it has not looked at yet, a small window that it has read ahead,
 * and those that came back. So a backlog costs nothing here.
 *
 * <p>What is returned has been at the head before, so it goes before everything in the window, by
 * sequence: each message back in its old place. What was delayed joins the tail once it is due:
 * {@link Delayed} knows behind which message that was.
 *
 * <p>All state is guarded by the queue. The log is called by {@link #log()}, without any lock.
 */
final class Lane {

  /** The usual length of a page, in messages. */
  static final int READ_RECORDS = 512;

  /** The most calls of {@link #grantRetry} between two reads. */
  static final int MAX_PATIENCE = 8;

  private final QueueLog log;
  private final ArrayDeque<StoredRecord> window = new ArrayDeque<>();
  private final TreeMap<Long, Lease> returned = new TreeMap<>();
  private final Delayed delayed = new Delayed();
  private final Reported reported;
  private final Set<Long> early = new HashSet<>(); // delayed, and read before they were reported
  private final int number;
  private long cursor;
  private long seenBelow; // by a read
  private long purgedBelow;
  private boolean expires; // maybe
  private boolean reading;
  private boolean changedWhileReading;
  private int failedReads; // in a row
  private int patience; // how many calls of grantRetry until the next read

  /**
   * Creates a lane over a log.
   *
   * @param number its place among the lanes of its queue, the priority of its messages
   */
  Lane(int number, StoreQueue log, long firstSequence, long nextSequence) {
    this.number = number;
    this.log = new QueueLog(log);
    reported = new Reported(firstSequence, nextSequence);
    cursor = firstSequence;
  }

  int number() {
    return number;
  }

  QueueLog log() {
    return log;
  }

  /** Returns how many messages it knows one by one. */
  long known() {
    return tracked() + readAhead();
  }

  /** Returns how many messages it has read ahead. */
  int readAhead() {
    return window.size();
  }

  /** Returns for how many messages it has an entry of their own, beside those read ahead. */
  long tracked() {
    return returned.size() + (long) delayed.size() + delayed.due();
  }

  /** Returns how many messages may not be delivered yet. */
  long delayed() {
    return delayed.size();
  }

  // --- in

  /**
   * Learns of an append.
   *
   * @return how many of its messages no purge has overtaken
   */
  long appended(long first, int count) {
    long end = first + count;
    reported.add(first, end);
    changedWhileReading = true;
    return Math.max(0, end - Math.max(first, purgedBelow));
  }

  /**
   * Learns when a message of an append may be delivered, and until when.
   *
   * @return whether it is ready at once
   */
  boolean take(long sequence, StoredMessage message) {
    Schedule schedule = message.schedule();
    expires |= schedule.expiresAtMs() > 0;
    if (schedule.notBeforeMs() == 0) {
      return true;
    }
    if (!early.remove(sequence)) {
      delayed.add(sequence, schedule.notBeforeMs(), message.size());
    }
    return false;
  }

  /** Takes a message back that is not to be delivered before a time; it joins the tail then. */
  void pause(Lease lease, long untilMs) {
    delayed.add(lease.sequence(), untilMs, lease.size());
  }

  /** Learns that no append is under way: what has not been reported will not be. */
  void allReported() {
    early.clear();
  }

  /** Learns that its messages may expire. */
  void mayExpire() {
    expires = true;
  }

  /** Tells whether messages may expire. */
  boolean expires() {
    return expires;
  }

  /**
   * Has the messages that are due by now join the tail.
   *
   * @return how many bytes they have
   */
  long tick(long nowMs) {
    return delayed.tick(nowMs, Math.max(reported.tail(), cursor));
  }

  /** Returns when the next message will be due, in ms; {@link Long#MAX_VALUE} for never. */
  long nextDueMs() {
    return delayed.nextMs();
  }

  /**
   * Returns which messages of an append a purge meant to drop, though the store may have kept them
   * only after: all but those that had been read by then, and are on lease or back from one.
   *
   * @param leased all sequences on lease
   */
  Sequences overtaken(long first, int count, SortedSet<Long> leased) {
    long end = Math.min(first + count, purgedBelow);
    if (first >= end) {
      return Sequences.NONE;
    }
    TreeSet<Long> read = new TreeSet<>(returned.subMap(first, end).keySet());
    read.addAll(leased.subSet(first, end));
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

  boolean isPurged(long sequence) {
    return sequence < purgedBelow;
  }

  // --- out

  /** Returns when the first message expires, in ms, if it holds that one; else never. */
  long headExpiresAtMs() {
    if (!expires) {
      return Long.MAX_VALUE;
    }
    StoredRecord first =
        returned.isEmpty()
            ? isDueFirst() ? delayed.peek() : window.peek()
            : returned.firstEntry().getValue().record();
    long expiresAtMs = first == null ? 0 : first.message().schedule().expiresAtMs();
    return expiresAtMs == 0 ? Long.MAX_VALUE : expiresAtMs;
  }

  /** Tells whether it holds the first message as a record. */
  boolean holdsFirst() {
    return !returned.isEmpty() || (isDueFirst() ? delayed.peek() : window.peek()) != null;
  }

  /** Takes the first message, if it holds that one as a record. */
  @Nullable Lease poll() {
    if (!returned.isEmpty()) {
      return returned.pollFirstEntry().getValue();
    }
    StoredRecord record = isDueFirst() ? delayed.poll() : window.poll();
    return record == null ? null : new Lease(number, record, record.failures());
  }

  private boolean isDueFirst() {
    return delayed.isFirst(window.isEmpty() ? cursor : window.element().sequence());
  }

  /** Tells whether it has messages that are ready and that it does not hold as records. */
  boolean hasUnread() {
    return cursor < reported.tail() || delayed.due() > 0;
  }

  /** Takes a message back to its old place. */
  void putBack(Lease lease) {
    returned.put(lease.sequence(), lease);
  }

  /**
   * Lets go of all messages but those on lease, and returns them for the store to settle.
   *
   * @param paused others of the queue that go too
   */
  Sequences purge(List<Lease> paused) {
    long end = Math.max(reported.tail(), seenBelow); // one may be read before it is reported
    long firstUnread = window.isEmpty() ? cursor : window.element().sequence();
    TreeSet<Long> others = new TreeSet<>(returned.keySet());
    delayed.sequences(others::add);
    paused.stream().filter(one -> one.lane() == number).forEach(one -> others.add(one.sequence()));
    Sequences.Builder doomed = Sequences.builder();
    others.headSet(firstUnread).forEach(doomed::add);
    if (firstUnread < end) {
      doomed.addRange(firstUnread, end - 1);
    }
    forget();
    cursor = end;
    purgedBelow = end;
    changedWhileReading = true;
    return doomed.build();
  }

  /** Forgets what it holds as records. */
  void forget() {
    window.clear();
    returned.clear();
    delayed.clear();
    early.clear();
  }

  // --- reading

  /**
   * Forgets what it has read ahead to see what expires, but for the first message: there may be
   * many queues with a backlog that nobody consumes.
   */
  void shrink() {
    if (expires && !reading && window.size() > 1) {
      StoredRecord first = window.remove();
      cursor = window.element().sequence();
      window.clear();
      window.add(first);
    }
  }

  /**
   * Returns what to read next, which must follow; or null, if nothing is unread, a read is under
   * way, or one has failed not long ago.
   */
  @Nullable Read beginRead(int maxRecords) {
    if (reading || patience > 0) {
      return null;
    }
    Read next = nextRead(maxRecords);
    reading = next != null;
    changedWhileReading = false;
    return next;
  }

  private @Nullable Read nextRead(int maxRecords) {
    if (isDueFirst()) {
      return delayed.peek() == null ? delayed.nextRead(this, maxRecords) : null;
    }
    return cursor < reported.tail() ? new Read(this, cursor, maxRecords, false) : null;
  }

  /**
   * A piece of the log to be read.
   *
   * @param due whether it is for messages that were delayed
   */
  record Read(Lane lane, long from, int maxRecords, boolean due) {}

  /** Takes what was read, and returns whether there may be more by now. */
  boolean read(Read what, StoreQueue.Page page) {
    reading = false;
    failedReads = 0;
    if (what.due()) {
      delayed.take(page.records(), what.from(), page.nextSequence());
      return true;
    }
    for (StoredRecord record : page.records()) {
      if (!isPurged(record.sequence()) && isInOrder(record)) {
        window.add(record);
      }
    }
    boolean more = changedWhileReading; // the page may have missed what came meanwhile
    more |= page.nextSequence() > cursor;
    cursor = Math.max(cursor, page.nextSequence());
    seenBelow = Math.max(seenBelow, cursor);
    reported.forgetBelow(seenBelow);
    return more;
  }

  /**
   * Tells whether a message has its turn by its sequence: it is not, and was not, delayed. Of those
   * that nobody has reported it learns only now.
   */
  @SuppressWarnings("ReferenceEquality") // the usual one, and seen at once
  private boolean isInOrder(StoredRecord record) {
    Schedule schedule = record.message().schedule();
    if (schedule == Schedule.NONE) {
      return true;
    }
    expires |= schedule.expiresAtMs() > 0;
    if (schedule.notBeforeMs() == 0) {
      return true;
    }
    long sequence = record.sequence();
    if (sequence >= seenBelow && !reported.contains(sequence)) {
      early.add(sequence);
      delayed.add(sequence, schedule.notBeforeMs(), record.message().size());
    }
    return false;
  }

  /** Learns that a read has failed. Each failure in a row doubles the pause before the next. */
  void readFailed() {
    reading = false;
    failedReads++;
    patience = Math.min(MAX_PATIENCE, 1 << Math.min(failedReads - 1, Integer.SIZE - 2));
  }

  /** Returns whether a read that has failed may be tried again; to be asked now and then. */
  boolean grantRetry() {
    return patience > 0 && --patience == 0;
  }
}
