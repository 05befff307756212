// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.mixed;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The account of the messages of one queue: which were published, what their publisher was told,
 * and which have come. It takes the same memory from the beginning to the end.
 */
final class Ledger {

  private final String name;
  private final int most;
  private final Faults faults;
  private final BitSet confirmed;
  private final BitSet aborted;
  private final BitSet arrived;
  // Of those that have arrived, which have done so with no mark of a duplicate.
  private final BitSet plain;
  private int published;
  private long redelivered;
  private long resent;
  private final AtomicLong sentAgain = new AtomicLong();

  /** Creates an empty ledger for so many messages, with a place for what is not right. */
  Ledger(String name, int most, Faults faults) {
    this.name = name;
    this.faults = faults;
    this.most = most;
    confirmed = new BitSet(most);
    aborted = new BitSet(most);
    arrived = new BitSet(most);
    plain = new BitSet(most);
  }

  /** Returns the text of a message to be published: its number, and so much more. */
  synchronized String next(int length) {
    if (published == most) {
      throw new IllegalStateException("ledger full: name=%s, most=%d".formatted(name, most));
    }
    return published++ + ":" + "x".repeat(length);
  }

  /** Returns how many were published. */
  synchronized int published() {
    return published;
  }

  /** Enters a confirm. */
  synchronized void confirm(String text) {
    confirmed.set(number(text));
  }

  /** Enters that a message was given up before its last byte was sent, so that none may come. */
  synchronized void abort(String text) {
    aborted.set(number(text));
  }

  /** Enters how many messages a publisher has sent again. */
  void sentAgain(long count) {
    sentAgain.addAndGet(count);
  }

  /** Enters an arrival; returns the message's number. */
  synchronized int arrive(String text, int redeliveries, boolean wasResent) {
    int number = number(text);
    if (number < 0 || number >= published || aborted.get(number)) {
      faults.add("%s: never published: number=%d".formatted(name, number));
      return number;
    }
    arrived.set(number);
    if (redeliveries > 0) {
      redelivered++;
    } else if (wasResent) {
      resent++;
    } else if (plain.get(number)) {
      faults.add("%s: came twice without a mark: number=%d".formatted(name, number));
    } else {
      plain.set(number);
    }
    return number;
  }

  /** Returns how many were confirmed and have not come. */
  synchronized int missing() {
    BitSet missing = (BitSet) confirmed.clone();
    missing.andNot(arrived);
    return missing.cardinality();
  }

  /** Enters as faults what can't be right at the end. */
  synchronized void close() {
    if (missing() > 0) {
      BitSet missing = (BitSet) confirmed.clone();
      missing.andNot(arrived);
      faults.add("%s: lost: count=%d, first=%d".formatted(name, missing(), missing.nextSetBit(0)));
    }
    if (resent > sentAgain.get()) {
      faults.add(
          "%s: more marked resent than sent again: marked=%d, sentAgain=%d"
              .formatted(name, resent, sentAgain.get()));
    }
  }

  private static int number(String text) {
    return Integer.parseInt(text, 0, text.indexOf(':'), 10);
  }

  @Override
  public synchronized String toString() {
    int unknown = published - confirmed.cardinality() - aborted.cardinality();
    return ("%s: published=%d, confirmed=%d, aborted=%d, unknown=%d, arrived=%d, lost=%d,"
            + " redelivered=%d, resent=%d")
        .formatted(
            name,
            published,
            confirmed.cardinality(),
            aborted.cardinality(),
            unknown,
            arrived.cardinality(),
            missing(),
            redelivered,
            resent);
  }
}
