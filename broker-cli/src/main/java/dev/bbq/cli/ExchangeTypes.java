// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import dev.bbq.api.ExchangeType;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** The types of exchanges as users write them: in lower case. */
final class ExchangeTypes implements Iterable<String> {

  private static final List<String> NAMES =
      Arrays.stream(ExchangeType.values()).map(ExchangeTypes::name).toList();

  /** Returns the name of a type. */
  static String name(ExchangeType type) {
    return type.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a type, in any case.
   *
   * @throws TypeConversionException if there is none of that name
   */
  static ExchangeType parse(String text) {
    return Arrays.stream(ExchangeType.values())
        .filter(type -> name(type).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is no type of exchange: take one of %s".formatted(text, NAMES)));
  }

  @Override
  public Iterator<String> iterator() {
    return NAMES.iterator();
  }
}
