// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.cli.config.Quantities;
import java.time.Duration;
import picocli.CommandLine.TypeConversionException;

/** Durations as options have them: a whole number and its unit. */
final class Durations {

  private Durations() {}

  /**
   * Reads a duration such as {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}, {@code 1d}.
   *
   * @throws TypeConversionException if it has another form
   */
  static Duration parse(String text) {
    try {
      return Quantities.duration(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'%s' is no duration, as in 500ms, 10s, 2m or 1h".formatted(text));
    }
  }

  /** Returns a duration as people say it: the two largest units, as in {@code 3d 4h}. */
  static String inWords(Duration duration) {
    if (duration.toDays() > 0) {
      return "%dd %dh".formatted(duration.toDays(), duration.toHoursPart());
    }
    if (duration.toHours() > 0) {
      return "%dh %dm".formatted(duration.toHours(), duration.toMinutesPart());
    }
    return duration.toMinutes() > 0
        ? "%dm %ds".formatted(duration.toMinutes(), duration.toSecondsPart())
        : duration.toSeconds() + "s";
  }

  /** Returns a duration in seconds, or in milliseconds where they are not whole. */
  static String format(Duration duration) {
    return Quantities.formatDuration(duration);
  }
}
