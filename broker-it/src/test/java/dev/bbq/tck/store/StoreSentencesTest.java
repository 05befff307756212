// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.tck.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sentences of the kit are those that implementers read. */
final class StoreSentencesTest {

  private static final Path SPI =
      Path.of("..", "broker-api", "src", "main", "java", "dev", "bbq", "api", "store");

  @ParameterizedTest
  @EnumSource
  void shouldStandInTheJavadoc(StoreSentence sentence) throws IOException {
    String source = Files.readString(SPI.resolve(sentence.type() + ".java"));

    assertThat(plain(source)).contains(sentence.text());
  }

  /** Takes away what the lines of a comment begin with. */
  private static String plain(String source) {
    return source.replaceAll("\\s*\\R\\s*\\*?\\s*", " ");
  }
}
