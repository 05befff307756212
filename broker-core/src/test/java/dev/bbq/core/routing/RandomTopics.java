// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random keys and patterns of few words, so that they meet, and what should match what. */
final class RandomTopics {

  private static final String[] WORDS = {"a", "b", "", "aa"};
  private static final String[] WILD = {"a", "b", "", "*", "*", "#", "#"};

  private RandomTopics() {}

  static String key(Random random) {
    return words(random, WORDS);
  }

  static String pattern(Random random) {
    return words(random, WILD);
  }

  private static String words(Random random, String[] from) {
    return IntStream.range(0, random.nextInt(7))
        .mapToObj(i -> from[random.nextInt(from.length)])
        .collect(Collectors.joining("."));
  }

  /** Judges by a regular expression over words, each of which begins with a slash. */
  static boolean matches(String pattern, String key) {
    StringBuilder regex = new StringBuilder();
    for (String word : split(pattern)) {
      regex.append(
          switch (word) {
            case "*" -> "/[^/]*";
            case "#" -> "(?:/[^/]*)*";
            default -> "/" + Pattern.quote(word);
          });
    }
    StringBuilder words = new StringBuilder();
    for (String word : split(key)) {
      words.append('/').append(word);
    }
    return Pattern.matches(regex.toString(), words);
  }

  private static String[] split(String text) {
    return text.isEmpty() ? new String[0] : text.split("\\.", -1);
  }
}
