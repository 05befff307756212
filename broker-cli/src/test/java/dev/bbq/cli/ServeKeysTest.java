// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bbq.api.transport.TransportLimits;
import dev.bbq.cli.config.Key;
import dev.bbq.cli.config.Problems;
import dev.bbq.cli.config.Settings;
import dev.bbq.core.BrokerLimits;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServeKeysTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void shouldHaveAKeyForEachLimit() {
    List<String> fields =
        Stream.of(TransportLimits.class, BrokerLimits.class)
            .flatMap(type -> Arrays.stream(type.getRecordComponents()))
            .filter(field -> field.getType() != TransportLimits.class)
            .map(ServeKeysTest::keyOf)
            .toList();

    assertThat(LimitKeys.all()).extracting(Key::name).containsExactlyInAnyOrderElementsOf(fields);
  }

  private static String keyOf(RecordComponent field) {
    String words = field.getName().replaceAll("Bytes$", "").replaceAll("([A-Z])", "-$1");
    return "limits." + words.toLowerCase(Locale.ROOT);
  }

  @Test
  void shouldHaveTheDefaultsOfTheBroker() {
    assertThat(LimitKeys.of(read(Map.of()))).isEqualTo(BrokerLimits.DEFAULT);
  }

  @Test
  void shouldSetEachLimitByItsOwnKey() {
    for (Key<?> key : LimitKeys.all()) {
      String other =
          switch (key.standard().orElseThrow().replaceAll("[0-9.]", "")) {
            case "s" -> "77s";
            case "" -> key.name().endsWith("-share") ? "0.33" : "77";
            default -> "3MiB";
          };
      BrokerLimits changed = LimitKeys.of(read(Map.of(key.name(), other)));

      assertThat(differences(changed)).as(key.name()).containsExactly(key.name());
    }
  }

  private static List<String> differences(BrokerLimits limits) {
    return Stream.concat(
            differences(limits.transport(), TransportLimits.DEFAULT),
            differences(limits, BrokerLimits.DEFAULT))
        .toList();
  }

  private static Stream<String> differences(Record limits, Record standard) {
    return Arrays.stream(limits.getClass().getRecordComponents())
        .filter(field -> field.getType() != TransportLimits.class)
        .filter(field -> !value(field, limits).equals(value(field, standard)))
        .map(ServeKeysTest::keyOf);
  }

  private static Object value(RecordComponent field, Record of) {
    try {
      return field.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Settings read(Map<String, String> flags) {
    Problems problems = new Problems();
    Settings settings = Settings.read(ServeKeys.all(), flags, Map.of(), Optional.empty(), problems);
    assertThat(problems.all()).isEmpty();
    return settings;
  }

  @Test
  void shouldNameEachKeyOnce() {
    assertThat(ServeKeys.all()).extracting(Key::name).doesNotHaveDuplicates();
    assertThat(ServeKeys.all()).extracting(Key::variable).doesNotHaveDuplicates();
    assertThat(ServeKeys.all()).extracting(Key::flag).doesNotHaveDuplicates();
  }

  @Test
  void shouldSayInTheReferencePageWhatTheTableSays() throws IOException {
    List<String> rows =
        Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).toList();

    assertThat(rows)
        .containsExactlyElementsOf(ServeKeys.all().stream().map(ServeKeysTest::row).toList());
  }

  private static String row(Key<?> key) {
    return "| `%s` | %s | %s | `%s` | %s |"
        .formatted(
            key.name(),
            key.type().form(),
            key.standard().map("`%s`"::formatted).orElse(""),
            key.variable(),
            key.meaning().replace("|", "\\|"));
  }
}
