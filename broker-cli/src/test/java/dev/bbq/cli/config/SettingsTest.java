// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final Key<String> NAME = key("store", Type.name(), "memory");
  private static final Key<Long> QUEUES = key("limits.max-queues", Type.integer(1, 99), "7");
  private static final Key<Long> WINDOW =
      key("limits.window", Type.size(1024, Long.MAX_VALUE), "2KiB");
  private static final Key<Duration> DRAIN =
      key("drain-timeout", Type.duration(Duration.ofSeconds(1)), "10s");
  private static final Key<Double> SHARE = key("share", Type.share(0, 0.9, true), "0.5");
  private static final Key<String> WORD = key("log.format", Type.word(List.of("a", "b")), "a");
  private static final Key<Path> DATA = key("data", Type.path("a folder"), "bbq-data");
  private static final List<Key<?>> KEYS = List.of(NAME, QUEUES, WINDOW, DRAIN, SHARE, WORD, DATA);

  @TempDir private Path folder;

  private final Problems problems = new Problems();

  private static <T> Key<T> key(String name, Type<T> type, String standard) {
    return new Key<>(name, type, Optional.of(standard), "for a test");
  }

  @Test
  void shouldTakeTheFlagBeforeTheEnvironmentBeforeTheFileBeforeTheDefault() throws IOException {
    String file = "store: file\nlog:\n  format: b\nlimits:\n  max-queues: 1\n";
    Map<String, String> env = Map.of("BBQ_STORE", "env", "BBQ_LOG_FORMAT", "a", "BBQ_SHARE", "");

    Settings settings = read(file, Map.of("store", "flag"), env);

    assertThat(problems.all()).isEmpty();
    assertThat(settings.get(NAME)).isEqualTo("flag");
    assertThat(settings.origin(NAME)).hasToString("--store");
    assertThat(settings.get(WORD)).isEqualTo("a");
    assertThat(settings.origin(WORD)).hasToString("BBQ_LOG_FORMAT");
    assertThat(settings.get(QUEUES)).isEqualTo(1);
    assertThat(settings.origin(QUEUES)).hasToString(folder.resolve("bbq.yaml") + ":5");
    assertThat(settings.get(SHARE)).isEqualTo(0.5);
    assertThat(settings.origin(SHARE)).hasToString("default");
  }

  @Test
  void shouldReadQuantities() throws IOException {
    Settings settings =
        read("drain-timeout: 1500ms\nlimits: {window: 16MiB, max-queues: '9'}\nshare: 0.25\n");

    assertThat(problems.all()).isEmpty();
    assertThat(settings.get(DRAIN)).isEqualTo(Duration.ofMillis(1500));
    assertThat(settings.get(WINDOW)).isEqualTo(16 << 20);
    assertThat(settings.get(QUEUES)).isEqualTo(9);
    assertThat(settings.get(SHARE)).isEqualTo(0.25);
  }

  @Test
  void shouldTakeRelativePathsFromTheFolderOfTheFile() throws IOException {
    assertThat(read("data: ../here\n").get(DATA)).isEqualTo(folder.resolve("../here").normalize());
  }

  @Test
  void shouldTakeRelativePathsOfFlagsAndEnvironmentFromTheWorkingFolder() throws IOException {
    assertThat(read("", Map.of("data", "here"), Map.of()).get(DATA)).isEqualTo(Path.of("here"));
    assertThat(read("", Map.of(), Map.of("BBQ_DATA", "there")).get(DATA))
        .isEqualTo(Path.of("there"));
  }

  @Test
  void shouldAllowASectionWhoseKeysAreAllComments() throws IOException {
    read("limits:\n#  max-queues: 5\ntopology:\n");

    assertThat(problems.all()).isEmpty();
  }

  @Test
  void shouldAllowAnEmptyFile() throws IOException {
    read("# nothing yet\n");

    assertThat(problems.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "stor: x, stor, store",
    "max-queues: 1, max-queues, limits.max-queues",
    "limit: 1, limit, limits",
    "topologie: 1, topologie, topology",
    "drain_timeout: 1s, drain_timeout, drain-timeout",
    "drainTimeout: 1s, drainTimeout, drain-timeout",
    "maxQueues: 1, maxQueues, limits.max-queues",
    "exchanges: 1, exchanges, topology.exchanges",
  })
  void shouldProposeTheNearestKey(String line, String key, String near) throws IOException {
    read("\n" + line + "\n");

    assertThat(problems.all())
        .containsExactly(
            folder.resolve("bbq.yaml")
                + ":2: unknown key: key=%s; did you mean '%s'?".formatted(key, near));
  }

  @Test
  void shouldListTheKeysWhenNoneIsNear() throws IOException {
    read("something-else-altogether: 1\n");

    assertThat(problems.all().get(0))
        .contains("unknown key: key=something-else-altogether; known are data, drain-timeout,");
  }

  @Test
  void shouldNameTheSectionOfAnUnknownKey() throws IOException {
    read("limits:\n  max-queus: 1\n");

    assertThat(problems.all())
        .containsExactly(
            folder.resolve("bbq.yaml")
                + ":2: unknown key: key=limits.max-queus; did you mean 'limits.max-queues'?");
  }

  @ParameterizedTest
  @CsvSource({
    "drain-timeout: 10, a duration",
    "drain-timeout: 10ms, '1s or more'",
    "share: 0, 'a number above 0, up to 0.9'",
    "share: 1, 'a number above 0, up to 0.9'",
    "share: NaN, 'a number above 0, up to 0.9'",
    "share: x, 'a number above 0, up to 0.9'",
  })
  void shouldSayWhatIsAllowedAndWhere(String line, String allowed) throws IOException {
    read("\n\n" + line + "\n");

    assertThat(problems.all())
        .singleElement()
        .asString()
        .startsWith(folder.resolve("bbq.yaml") + ":3: value not allowed: ")
        .contains("allowed=")
        .contains(allowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "100", "1.5", "-1", "many", "99999999999999999999"})
  void shouldRefuseANumberOutOfRange(String number) throws IOException {
    read("limits:\n  max-queues: " + number + "\n");

    assertThat(problems.all())
        .containsExactly(
            folder.resolve("bbq.yaml")
                + ":2: value not allowed: limits.max-queues=%s, allowed=a whole number, 1 to 99"
                    .formatted(number));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1000B", "9MB", "1 KiB", "99999999999999999TiB", "8388608TiB"})
  void shouldRefuseASizeThatIsNone(String size) throws IOException {
    read("limits:\n  window: " + size + "\n");

    assertThat(problems.all())
        .containsExactly(
            folder.resolve("bbq.yaml")
                + ":2: value not allowed: limits.window=%s, allowed=a size as in 512KiB, 16MiB or 1GiB, 1KiB or more"
                    .formatted(size));
  }

  @ParameterizedTest
  @ValueSource(strings = {"store:", "store: null"})
  void shouldAskForAValue(String line) throws IOException {
    read(line + "\n");

    assertThat(problems.all())
        .containsExactly(
            folder.resolve("bbq.yaml")
                + ":1: value missing: key=store; give one, or remove the key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"store: [a]", "store: {a: b}"})
  void shouldAskForASingleValue(String line) throws IOException {
    read(line + "\n");

    assertThat(problems.all())
        .containsExactly(
            folder.resolve("bbq.yaml")
                + ":1: no list or section allowed: key=store; give one value");
  }

  @Test
  void shouldRefuseAKeyThatIsGivenTwice() throws IOException {
    read("store: a\n\nstore: b\n");

    assertThat(problems.all())
        .containsExactly(
            folder.resolve("bbq.yaml")
                + ":3: key given twice: key=store, first=line 1; remove one");
  }

  @ParameterizedTest
  @CsvSource({"'store: a\n  x: b\n', 2", "'store: [a\n', 2", "'a: b\n\tc: d\n', 2", "'*x\n', 1"})
  void shouldNameTheLineOfASyntaxError(String text, int line) throws IOException {
    read(text);

    assertThat(problems.all())
        .singleElement()
        .asString()
        .startsWith(folder.resolve("bbq.yaml") + ":" + line + ": no valid YAML: ")
        .doesNotContain("\n");
  }

  @Test
  void shouldRefuseAFileThatIsNoText() throws IOException {
    Path file = folder.resolve("bbq.yaml");
    Files.write(file, new byte[] {'a', ':', (byte) 0xff});

    Settings.read(KEYS, Map.of(), Map.of(), Optional.of(file), problems);

    assertThat(problems.all()).containsExactly(file + ":1: no valid YAML: it is not UTF-8");
  }

  @Test
  void shouldSayWhenTheFileIsNotThere() {
    Path file = folder.resolve("none.yaml");

    Settings.read(KEYS, Map.of(), Map.of(), Optional.of(file), problems);

    assertThat(problems.all()).containsExactly(file + ": no such file; give another with --config");
  }

  @Test
  void shouldTellAllProblemsInTheOrderOfTheFileAndThoseFromElsewhereLast() throws IOException {
    read("store: ' '\nnonsense-key: 1\ndrain-timeout: x\n", Map.of("share", "2"), Map.of());

    assertThat(problems.all()).hasSize(4);
    assertThat(problems.all().get(0)).contains("bbq.yaml:1: ");
    assertThat(problems.all().get(1)).contains("bbq.yaml:2: ");
    assertThat(problems.all().get(2)).contains("bbq.yaml:3: ");
    assertThat(problems.all().get(3))
        .isEqualTo("--share: value not allowed: share=2, allowed=a number above 0, up to 0.9");
  }

  @Test
  void shouldNameTheVariableOfAValueThatIsNotAllowed() throws IOException {
    read("", Map.of(), Map.of("BBQ_LIMITS_MAX_QUEUES", "0"));

    assertThat(problems.all().get(0)).startsWith("BBQ_LIMITS_MAX_QUEUES: value not allowed: ");
  }

  @Test
  void shouldRefuseAnUnknownVariableOfASection() throws IOException {
    read("", Map.of(), Map.of("BBQ_LIMITS_MAX_QUEUS", "1", "BBQ_SERVER", "x"));

    assertThat(problems.all())
        .containsExactly(
            "BBQ_LIMITS_MAX_QUEUS: unknown variable: variable=BBQ_LIMITS_MAX_QUEUS;"
                + " did you mean 'BBQ_LIMITS_MAX_QUEUES'?");
  }

  private Settings read(String text) throws IOException {
    return read(text, Map.of(), Map.of());
  }

  private Settings read(String text, Map<String, String> flags, Map<String, String> env)
      throws IOException {
    Path file = Files.writeString(folder.resolve("bbq.yaml"), text);
    return Settings.read(KEYS, flags, env, Optional.of(file), problems);
  }
}
