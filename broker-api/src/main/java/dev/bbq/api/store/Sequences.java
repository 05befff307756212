// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.store;

import java.util.Arrays;

/**
 * An immutable set of sequences of one queue, held as ascending ranges: the cheap way to say "these
 * thousand in a row".
 *
 * <p>Range {@code i} runs from {@link #first}(i) to {@link #last}(i), both included; ranges don't
 * touch each other.
 */
public final class Sequences {

  /** The set of no sequence. */
  public static final Sequences NONE = new Sequences(new long[0]);

  private final long[] bounds;

  private Sequences(long[] bounds) {
    this.bounds = bounds;
  }

  /** Returns the set of one sequence. */
  public static Sequences of(long sequence) {
    return range(sequence, sequence);
  }

  /** Returns the set of all sequences from {@code first} to {@code last}, both included. */
  public static Sequences range(long first, long last) {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "range out of order: first=%d, last=%d".formatted(first, last));
    }
    return new Sequences(new long[] {first, last});
  }

  /** Returns a builder that takes sequences in ascending order. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns how many ranges there are. */
  public int ranges() {
    return bounds.length / 2;
  }

  /** Returns the first sequence of a range. */
  public long first(int range) {
    return bounds[2 * range];
  }

  /** Returns the last sequence of a range. */
  public long last(int range) {
    return bounds[2 * range + 1];
  }

  /** Returns how many sequences there are. */
  public long count() {
    long count = 0;
    for (int i = 0; i < ranges(); i++) {
      count += last(i) - first(i) + 1;
    }
    return count;
  }

  /** Says whether there are none. */
  public boolean isEmpty() {
    return bounds.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sequences that && Arrays.equals(bounds, that.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < ranges(); i++) {
      text.append(i == 0 ? "" : ", ").append(first(i)).append("..").append(last(i));
    }
    return text.append(']').toString();
  }

  /** Gathers sequences in ascending order into ranges. Not for use by several threads. */
  public static final class Builder {

    private long[] bounds = new long[8];
    private int size;

    private Builder() {}

    /**
     * Adds a sequence.
     *
     * @throws IllegalArgumentException if it is not above the last one
     */
    public Builder add(long sequence) {
      return addRange(sequence, sequence);
    }

    /**
     * Adds all sequences from {@code first} to {@code last}, both included.
     *
     * @throws IllegalArgumentException if {@code first} is not above the last one added, or above
     *     {@code last}
     */
    public Builder addRange(long first, long last) {
      long highest = size == 0 ? -1 : bounds[size - 1];
      if (first <= highest || last < first) {
        throw new IllegalArgumentException(
            "sequence out of order: highest=%d, first=%d, last=%d".formatted(highest, first, last));
      }
      if (size > 0 && first == highest + 1) {
        bounds[size - 1] = last;
        return this;
      }
      if (size == bounds.length) {
        bounds = Arrays.copyOf(bounds, size * 2);
      }
      bounds[size++] = first;
      bounds[size++] = last;
      return this;
    }

    /** Returns the set. */
    public Sequences build() {
      return new Sequences(Arrays.copyOf(bounds, size));
    }
  }
}
