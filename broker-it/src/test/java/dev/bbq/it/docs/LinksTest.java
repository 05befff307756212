// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every link within the project leads somewhere: to a file that is there, and to a heading of it.
 */
class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\[[^]\\[]*]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
  private static final Set<String> NOT_OURS = Set.of("target", "licences");

  @Test
  void shouldLeadSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    List<Path> pages = pages();
    for (Path page : pages) {
      var links = LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""));
      while (links.find()) {
        if (!leadsSomewhere(page, links.group(1))) {
          dead.add(root().relativize(page) + ": " + links.group(1));
        }
      }
    }
    assertThat(pages).contains(root().resolve("README.md"), root().resolve("docs/protocol.md"));
    assertThat(dead).isEmpty();
  }

  @Test
  void shouldFindDeadLinks() throws IOException {
    Path readme = root().resolve("README.md");
    assertThat(leadsSomewhere(readme, "docs/protocol.md#error-codes")).isTrue();
    assertThat(leadsSomewhere(readme, "docs/nothing.md")).isFalse();
    assertThat(leadsSomewhere(readme, "docs/protocol.md#no-such-heading")).isFalse();
  }

  private static boolean leadsSomewhere(Path page, String link) throws IOException {
    if (link.matches("(https?|mailto):.*")) {
      return true;
    }
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path target = file.isEmpty() ? page : page.resolveSibling(file).normalize();
    return Files.exists(target) && (hash < 0 || anchors(target).contains(link.substring(hash + 1)));
  }

  /** Returns the anchors that headings get: small letters, hyphens for blanks, no punctuation. */
  private static Set<String> anchors(Path page) throws IOException {
    return Files.readString(page)
        .lines()
        .filter(line -> line.matches("#{1,6} .*"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(toSet());
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    Files.walkFileTree(
        root(),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean ours = !NOT_OURS.contains(name) && !name.startsWith(".");
            return ours || folder.equals(root())
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.getFileName().toString().endsWith(".md")) {
              pages.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return pages;
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
