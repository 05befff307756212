// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A row of THIRD-PARTY.md.
 *
 * @param jars the names of jars, without versions
 * @param texts where their licences lie, relative to the table
 */
record LicenceRow(List<String> jars, List<String> texts) {

  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)]+)\\)");

  static List<LicenceRow> all(Path table) throws IOException {
    try (var lines = Files.lines(table)) {
      return lines
          .filter(line -> line.startsWith("| `"))
          .map(line -> new LicenceRow(found(CODE, line), found(LINK, line)))
          .toList();
    }
  }

  private static List<String> found(Pattern pattern, String line) {
    return pattern.matcher(line).results().map((MatchResult match) -> match.group(1)).toList();
  }

  boolean isFor(String jar) {
    return jars.stream().anyMatch(name -> isOf(name, jar));
  }

  /** Tells whether a jar is some version of a library. */
  static boolean isOf(String name, String jar) {
    return jar.matches(Pattern.quote(name) + "-\\d.*");
  }
}
