// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import dev.bbq.api.QueueOptions.Overflow;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What gives way in a queue that is full, as users write it in files and flags. */
public final class OverflowWords {

  /** All words, in the order of {@link Overflow}. */
  public static final List<String> ALL =
      Arrays.stream(Overflow.values()).map(OverflowWords::word).toList();

  private OverflowWords() {}

  /** Returns what a word means; empty if it is none of {@link #ALL}. */
  public static Optional<Overflow> parse(String word) {
    return Arrays.stream(Overflow.values())
        .filter(overflow -> word(overflow).equals(word))
        .findFirst();
  }

  private static String word(Overflow overflow) {
    return overflow.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
