// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Points in time as users write them: {@code 2026-11-23T05:00:00Z}, with any offset, or {@code
 * now}, or a while from now as in {@code +10s}.
 *
 * @param clock tells what "now" is
 */
record Times(InstantSource clock) implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    if (text.equals("now")) {
      return clock.instant();
    }
    try {
      return text.startsWith("+")
          ? clock.instant().plus(Durations.parse(text.substring(1)))
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException | TypeConversionException e) {
      throw new TypeConversionException(
          "'%s' is no time, as in 2026-11-23T05:00:00Z, now, or +10s for ten seconds from now"
              .formatted(text));
    }
  }

  /** Returns how long ago a time is, in words. */
  String since(Instant time) {
    return Durations.format(Duration.between(time, clock.instant()));
  }
}
