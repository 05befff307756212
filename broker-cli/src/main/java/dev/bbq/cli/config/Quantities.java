// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: a whole number and its unit. */
public final class Quantities {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB|TiB)?");
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

  private Quantities() {}

  /**
   * Reads a duration such as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, {@code 1d}.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no duration: text=" + text);
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /** Returns a duration in seconds, or in milliseconds where they are not whole. */
  public static String formatDuration(Duration duration) {
    return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }

  /**
   * Reads a size such as {@code 65536}, {@code 64KiB}, {@code 16MiB}.
   *
   * @throws IllegalArgumentException if it has another form, or is too large for a {@code long}
   */
  public static long size(String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no size: text=" + text);
    }
    String unit = Optional.ofNullable(matcher.group(2)).orElse("B");
    try {
      return Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << (10 * UNITS.indexOf(unit)));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("size too large: text=" + text, e);
    }
  }

  /** Returns a size in the largest unit in which it is whole. */
  public static String formatSize(long bytes) {
    int unit = 0;
    long number = bytes;
    while (number != 0 && number % 1024 == 0 && unit < UNITS.size() - 1) {
      number /= 1024;
      unit++;
    }
    return number + UNITS.get(unit);
  }

  /** Returns a number without an exponent or needless zeros. */
  public static String formatNumber(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
