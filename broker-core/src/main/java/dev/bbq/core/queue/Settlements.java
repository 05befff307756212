// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.queue;

import dev.bbq.api.store.Sequences;
import java.util.Arrays;

/**
 * Gathers what a burst of settlements means for the store, so that the store is called once per
 * burst. Not for use by several threads.
 */
public final class Settlements {

  private final Numbers gone = new Numbers();
  private final Numbers failed = new Numbers();

  void gone(long sequence) {
    gone.add(sequence);
  }

  void failed(long sequence) {
    failed.add(sequence);
  }

  /** Tells whether there is nothing for the store to do. */
  public boolean isEmpty() {
    return gone.size == 0 && failed.size == 0;
  }

  Sequences takeGone() {
    return gone.take();
  }

  Sequences takeFailed() {
    return failed.take();
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
