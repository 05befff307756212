// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.Sequences;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers what a burst of settlements means for the store, so that the store is called once per
 * burst and lane. Not for use by several threads.
 */
public final class Settlements {

  private Numbers[] gone = {new Numbers()}; // by lane
  private Numbers[] failed = {new Numbers()};
  private List<DeadLetter> letters = List.of();

  void gone(Lease lease) {
    gone = withRoom(gone, lease.lane());
    gone[lease.lane()].add(lease.sequence());
  }

  void failed(Lease lease) {
    failed = withRoom(failed, lease.lane());
    failed[lease.lane()].add(lease.sequence());
  }

  void letter(DeadLetter letter) {
    if (letters.isEmpty()) {
      letters = new ArrayList<>();
    }
    letters.add(letter);
  }

  private static Numbers[] withRoom(Numbers[] lanes, int lane) {
    if (lane < lanes.length) {
      return lanes;
    }
    Numbers[] more = Arrays.copyOf(lanes, lane + 1);
    for (int i = lanes.length; i < more.length; i++) {
      more[i] = new Numbers();
    }
    return more;
  }

  /** Tells whether there is nothing to do. */
  public boolean isEmpty() {
    return letters.isEmpty() && areEmpty(gone) && areEmpty(failed);
  }

  private static boolean areEmpty(Numbers[] lanes) {
    for (Numbers lane : lanes) {
      if (lane.size > 0) {
        return false;
      }
    }
    return true;
  }

  Sequences takeGone(int lane) {
    return lane < gone.length ? gone[lane].take() : Sequences.NONE;
  }

  Sequences takeFailed(int lane) {
    return lane < failed.length ? failed[lane].take() : Sequences.NONE;
  }

  List<DeadLetter> takeLetters() {
    List<DeadLetter> taken = letters;
    letters = List.of();
    return taken;
  }

  /**
   * A growing array of sequences, mostly ascending: only what was delivered again comes out of
   * order.
   */
  private static final class Numbers {

    private static final int USUAL = 64;
    private static final int LARGE = 4096;

    private long[] values = new long[USUAL];
    private int size;
    private boolean ascending = true;

    void add(long value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, size * 2);
      }
      ascending &= size == 0 || values[size - 1] < value;
      values[size++] = value;
    }

    Sequences take() {
      if (size == 0) {
        return Sequences.NONE;
      }
      if (!ascending) {
        Arrays.sort(values, 0, size);
      }
      Sequences.Builder sequences = Sequences.builder();
      for (int i = 0; i < size; i++) {
        sequences.add(values[i]);
      }
      size = 0;
      ascending = true;
      if (values.length > LARGE) {
        values = new long[USUAL]; // one large burst must not stay for the life of the stream
      }
      return sequences.build();
    }
  }
}
