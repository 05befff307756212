// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.store.caffeine;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the messages take of the heap, by the state of the block they are in. */
final class Heap {

  private final Map<State, AtomicLong> bytes = new EnumMap<>(State.class);
  private final AtomicLong overhead = new AtomicLong();

  Heap() {
    for (State state : State.values()) {
      bytes.put(state, new AtomicLong());
    }
  }

  /** Returns what is in blocks of a state. */
  long in(State state) {
    return counter(state).get();
  }

  /** Returns what is in all blocks, and what these and the failures take. */
  long total() {
    long sum = overhead.get();
    for (AtomicLong one : bytes.values()) {
      sum += one.get();
    }
    return Math.max(0, sum); // while something moves it may be counted nowhere, or twice
  }

  void add(State state, long count) {
    if (count != 0) {
      counter(state).addAndGet(count);
    }
  }

  private AtomicLong counter(State state) {
    return Objects.requireNonNull(bytes.get(state));
  }

  /** Counts what is there beside the messages; negative for less. */
  void addOverhead(long count) {
    if (count != 0) {
      overhead.addAndGet(count);
    }
  }
}
