// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody may have meant. */
final class Nearest {

  private Nearest() {}

  /** Returns the word that takes the fewest changes, if it takes few; of several the first. */
  static Optional<String> to(String word, Collection<String> known) {
    String last = plain(lastOf(word));
    return known.stream()
        .filter(one -> plain(lastOf(one)).equals(last))
        .findFirst()
        .or(
            () ->
                known.stream()
                    .filter(one -> changes(word, one) <= Math.max(2, one.length() / 3))
                    .min(Comparator.comparingInt(one -> changes(word, one))));
  }

  private static String lastOf(String word) {
    return word.substring(word.lastIndexOf('.') + 1);
  }

  private static int changes(String word, String known) {
    return distance(plain(word), plain(known));
  }

  /** Returns a word without what programs differ in: maxMessage, max_message and max-message. */
  private static String plain(String word) {
    return word.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
  }

  /** Counts the characters to insert, remove or replace (Levenshtein). */
  static int distance(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j < before.length; j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[before.length];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replace = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(before[j], row[j - 1]));
      }
      before = row;
    }
    return before[to.length()];
  }
}
