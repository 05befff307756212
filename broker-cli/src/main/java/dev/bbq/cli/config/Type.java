// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What the value of a key may be.
 *
 * @param form what is allowed, for people
 * @param parser reads a value; relative paths are taken from a folder; throws a {@link
 *     RuntimeException} if the value is not allowed
 */
public record Type<T>(String form, BiFunction<String, Path, T> parser) {

  /** Returns values that a function reads; it throws if one is not allowed. */
  public static <T> Type<T> of(String form, Function<String, T> parser) {
    return new Type<>(form, (text, folder) -> parser.apply(text));
  }

  /** Returns names of plugins. */
  public static Type<String> name() {
    return of(
        "a name",
        text -> {
          require(!text.isBlank());
          return text;
        });
  }

  /** Returns paths of files or folders. */
  public static Type<Path> path(String form) {
    return new Type<>(
        form,
        (text, folder) -> {
          require(!text.isBlank());
          return folder.resolve(text).normalize();
        });
  }

  /** Returns a choice between words. */
  public static Type<String> word(List<String> words) {
    return of(
        String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast(),
        text -> {
          require(words.contains(text));
          return text;
        });
  }

  /** Returns whole numbers within bounds. */
  public static Type<Long> integer(long least, long most) {
    return of(
        most >= Integer.MAX_VALUE
            ? "a whole number, %d or more".formatted(least)
            : "a whole number, %d to %d".formatted(least, most),
        text -> within(least, most, Long.parseLong(text)));
  }

  /** Returns sizes in bytes within bounds. */
  public static Type<Long> size(long least, long most) {
    String unit = "a size as in 512KiB, 16MiB or 1GiB, ";
    return of(
        most == Long.MAX_VALUE
            ? unit + Quantities.formatSize(least) + " or more"
            : unit + Quantities.formatSize(least) + " to " + Quantities.formatSize(most),
        text -> within(least, most, Quantities.size(text)));
  }

  /** Returns durations of at least so long. */
  public static Type<Duration> duration(Duration least) {
    return of(
        "a duration as in 500ms, 10s, 2m or 1h, %s or more"
            .formatted(Quantities.formatDuration(least)),
        text -> {
          Duration value = Quantities.duration(text);
          require(value.compareTo(least) >= 0);
          return value;
        });
  }

  /** Returns shares of a whole. */
  public static Type<Double> share(double least, double most, boolean open) {
    return of(
        "a number %s %s, up to %s"
            .formatted(
                open ? "above" : "from",
                Quantities.formatNumber(least),
                Quantities.formatNumber(most)),
        text -> {
          double value = Double.parseDouble(text);
          require(value <= most && (open ? value > least : value >= least));
          return value;
        });
  }

  private static long within(long least, long most, long value) {
    require(value >= least && value <= most);
    return value;
  }

  private static void require(boolean allowed) {
    if (!allowed) {
      throw new IllegalArgumentException("not allowed");
    }
  }
}
