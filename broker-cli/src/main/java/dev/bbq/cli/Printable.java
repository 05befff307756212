// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.util.stream.Collectors;

/** Text of others, made fit for a terminal and for one line. */
final class Printable {

  private Printable() {}

  /** Returns the text with control characters, which could move the cursor, as their code. */
  static String of(String text) {
    return text.chars().noneMatch(Character::isISOControl)
        ? text
        : text.codePoints()
            .mapToObj(
                point ->
                    Character.isISOControl(point)
                        ? "\\u%04x".formatted(point)
                        : Character.toString(point))
            .collect(Collectors.joining());
  }
}
