// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks that what points into docs/protocol.md finds its heading. */
class ProtocolLinksTest {

  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final Pattern LINK = Pattern.compile("]\\(#([^)]*)\\)");
  private static final Pattern CITATION = Pattern.compile("docs/protocol\\.md,[\\s*]+\"([^\"]+)\"");

  private final ProtocolDocument document = ProtocolDocument.read();

  @Test
  void shouldLinkToHeadingsThatAreThere() {
    List<String> anchors =
        document.headings().stream()
            .map(heading -> heading.toLowerCase(Locale.ROOT).replace(' ', '-'))
            .toList();
    assertThat(found(LINK, document.text())).isNotEmpty().isSubsetOf(anchors);
  }

  @Test
  void shouldHaveTheHeadingsThatTheSourcesCite() throws IOException {
    List<String> cited;
    try (Stream<Path> files = Files.walk(SOURCES)) {
      cited =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .flatMap(file -> found(CITATION, read(file)).stream())
              .toList();
    }
    assertThat(cited).isNotEmpty().isSubsetOf(document.headings());
  }

  private static List<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("not readable: file=" + file, e);
    }
  }
}
