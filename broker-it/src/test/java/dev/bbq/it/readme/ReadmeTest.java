// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.certs.DevelopmentCertificates;
import dev.bbq.core.Broker;
import dev.bbq.it.support.OneTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples in the README are those that run here, character for character. */
@Isolated // it looks at System.out
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReadmeTest {

  private static final int MOST_CLIENT_LINES = 14;

  @TempDir private Path certs;

  @ParameterizedTest
  @CsvSource({"client, ClientExample", "embedded, EmbeddedExample"})
  void shouldShowTheExampleThatRuns(String name, String source) throws IOException {
    assertThat(shownInReadme(name)).isEqualTo(writtenIn(source));
  }

  @Test
  void shouldKeepTheClientExampleShort() throws IOException {
    assertThat(shownInReadme("client").lines()).hasSizeBetween(5, MOST_CLIENT_LINES);
  }

  @Test
  void shouldRunTheClientExample() throws Exception {
    new DevelopmentCertificates(certs, Clock.systemUTC(), new SecureRandom())
        .makeMissing(List.of(), "client");
    try (Broker broker =
        Broker.builder()
            .port(0)
            .certificates(certs)
            .transport("netty-quic")
            .store("memory")
            .start()) {
      int port = broker.address().getPort();
      assertThat(printedBy(() -> ClientExample.run("localhost", port, certs))).isEqualTo("hello");
    }
  }

  @Test
  void shouldRunTheEmbeddedExample() throws Exception {
    assertThat(printedBy(() -> EmbeddedExample.run(certs))).isEqualTo("embedded");
  }

  private static String shownInReadme(String name) throws IOException {
    String readme = Files.readString(root().resolve("README.md"));
    String mark = "<!-- example: " + name + " -->\n```java\n";
    assertThat(readme).contains(mark);
    int begin = readme.indexOf(mark) + mark.length();
    return readme.substring(begin, readme.indexOf("```", begin));
  }

  private static String writtenIn(String source) throws IOException {
    Path file = root().resolve("broker-it/src/test/java/dev/bbq/it/readme/" + source + ".java");
    String text = Files.readString(file);
    int begin = text.indexOf('\n', text.indexOf("// example begin")) + 1;
    int end = text.lastIndexOf('\n', text.indexOf("// example end")) + 1;
    return text.substring(begin, end - 1).stripIndent()
        + "\n"; // else the last line counts as unindented
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("README.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private interface Example {
    void run() throws Exception;
  }

  private static String printedBy(Example example) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      OneTransport.run(example::run);
    } finally {
      System.setOut(before);
    }
    return printed.toString(StandardCharsets.UTF_8).strip();
  }
}
