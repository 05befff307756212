// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that leave a queue as dead letters: how many are on their way, and those that could not
 * be moved and pause before the next attempt. Guarded by the queue.
 */
final class Departures {

  /** How long a dead letter that could not be moved stays until the next attempt. */
  static final long PAUSE_MS = 1_000;

  /** How many there may be, for they are on the heap, before the queue waits for them. */
  static final int MAX_COUNT = 1_000;

  private static final long MAX_BYTES = 16 << 20;

  private final ArrayDeque<Paused> paused = new ArrayDeque<>(1); // the pause is the same for all
  private long leaving;
  private long count; // those that pause included
  private long bytes;
  private boolean tooMany;

  private record Paused(long untilMs, DeadLetter letter) {}

  /** Returns how many are on their way. */
  long leaving() {
    return leaving;
  }

  /** Returns how many there are, those that pause included. */
  long count() {
    return count;
  }

  /** Tells whether there are so many that no more may leave. */
  boolean areTooMany() {
    return tooMany;
  }

  private void add(int messages, long size) {
    count += messages;
    bytes += size;
    tooMany = count >= MAX_COUNT || bytes >= MAX_BYTES;
  }

  void begin(DeadLetter letter) {
    leaving++;
    add(1, letter.lease().size());
  }

  void end(DeadLetter letter) {
    leaving--;
    add(-1, -letter.lease().size());
  }

  void pause(DeadLetter letter, long nowMs) {
    paused.add(new Paused(nowMs + PAUSE_MS, letter));
    add(1, letter.lease().size());
  }

  /** Returns when the next pause ends, in ms; {@link Stock#NEVER} for never. */
  long nextMs() {
    Paused next = paused.peek();
    return next == null ? Stock.NEVER : next.untilMs();
  }

  /** Takes the next one whose pause has ended by now. */
  @Nullable DeadLetter poll(long nowMs) {
    if (nextMs() > nowMs) {
      return null;
    }
    DeadLetter letter = paused.remove().letter();
    add(-1, -letter.lease().size());
    return letter;
  }

  /** Lets go of all that pause, and returns them. */
  List<Lease> clear() {
    List<Lease> all = new ArrayList<>(paused.size());
    for (Paused one : paused) {
      all.add(one.letter().lease());
      add(-1, -one.letter().lease().size());
    }
    paused.clear();
    return all;
  }
}
