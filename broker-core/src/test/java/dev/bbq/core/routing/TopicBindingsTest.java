// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.core.routing;

import static dev.bbq.core.routing.TestQueues.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bbq.api.ErrorCode;
import dev.bbq.core.queue.Queue;
import dev.bbq.core.testkit.Fields;
import dev.bbq.core.testkit.Trials;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicBindingsTest {

  private final TopicBindings bindings = new TopicBindings();
  private final TestQueues queues = new TestQueues();
  private final Queue a = queues.queue("a");
  private final Queue b = queues.queue("b");

  @ParameterizedTest(name = "\"{0}\" matches \"{1}\"")
  @CsvSource({
    "a.b, a.b",
    "*, a",
    "a.*, a.b",
    "a.*, a.",
    "*.b, .b",
    "#, a",
    "#, a.b.c",
    "#, ''",
    "#, .",
    "'', ''",
    "a.#, a",
    "a.#, a.b.c",
    "#.a, a",
    "#.a, b.b.a",
    "#.a, a.a",
    "a.#.b, a.b",
    "a.#.b, a.x.y.b",
    "a.#.b, a.b.b",
    "#.#, ''",
    "#.#, a",
    "#.#.#, a.b",
    "#.*, a",
    "*.#, a.b",
    "#.*.#, a",
    "a.#.#.b, a.b",
    ".., ..",
    "*.*, .",
    "a*, a*",
    "a.##, a.##",
    "*, #",
    "*, *"
  })
  void shouldMatch(String pattern, String key) {
    bindings.add(pattern, a);

    assertThat(names(bindings.match(key))).containsExactly("a");
  }

  @ParameterizedTest(name = "\"{0}\" does not match \"{1}\"")
  @CsvSource({
    "a.b, a",
    "a.b, a.b.c",
    "a.b, A.B",
    "*, ''",
    "*, a.b",
    "'', a",
    "'', .",
    "a.*, a",
    "a.*, a.b.c",
    "*.*, a",
    "#.*, ''",
    "a.#, b",
    "a.#, ab",
    "#.a, b",
    "#.a, a.b",
    "a.#.b, a",
    "a.#.b, a.b.c",
    "a*, ab",
    "a.##, a.b",
    "a., a",
    "a, a."
  })
  void shouldNotMatch(String pattern, String key) {
    bindings.add(pattern, a);

    assertThat(bindings.match(key)).isEmpty();
  }

  @Test
  void shouldGiveOneCopyToAQueueThatSeveralBindingsMatch() {
    for (String pattern : List.of("a.b", "a.*", "*.b", "#", "a.#", "#.b", "#.#")) {
      bindings.add(pattern, a);
    }

    assertThat(names(bindings.match("a.b"))).containsExactly("a");
  }

  @Test
  void shouldMatchAllQueuesOfAPattern() {
    bindings.add("a.*", a);
    bindings.add("a.*", b);

    assertThat(names(bindings.match("a.x"))).containsExactly("a", "b");
  }

  @Test
  void shouldKeepABindingOfTheSameMeaningWhenOneIsTakenAway() {
    bindings.add("#", a);
    bindings.add("#.#", a);
    bindings.remove("#", a);

    assertThat(names(bindings.match("x"))).containsExactly("a");
  }

  @Test
  void shouldKeepOtherQueuesOfAPatternWhenOneIsTakenAway() {
    bindings.add("a.*", a);
    bindings.add("a.*", b);
    bindings.remove("a.*", a);

    assertThat(names(bindings.match("a.x"))).containsExactly("b");
  }

  @Test
  void shouldKeepLongerPatternsWhenAShorterIsTakenAway() {
    bindings.add("a", a);
    bindings.add("a.b", a);
    bindings.remove("a", a);

    assertThat(names(bindings.match("a.b"))).containsExactly("a");
  }

  @Test
  void shouldKeepShorterPatternsWhenALongerIsTakenAway() {
    bindings.add("a", a);
    bindings.add("a.b", a);
    bindings.remove("a.b", a);

    assertThat(names(bindings.match("a"))).containsExactly("a");
  }

  @Test
  void shouldHoldNothingOnceAllIsTakenAway() {
    Trials.run(
        20,
        random -> {
          List<String> patterns =
              IntStream.range(0, 500)
                  .mapToObj(i -> RandomTopics.pattern(random))
                  .distinct()
                  .toList();
          patterns.forEach(pattern -> bindings.add(pattern, a));
          List<String> shuffled = new ArrayList<>(patterns);
          Collections.shuffle(shuffled, random);
          shuffled.forEach(pattern -> bindings.remove(pattern, a));

          assertThat(Fields.of(bindings, "root", "children")).isEqualTo(Map.of());
        });
  }

  @Test
  void shouldMatchWhatARegularExpressionMatches() {
    Trials.run(
        2000,
        random -> {
          TopicBindings trie = new TopicBindings();
          Map<String, Queue> bound = new TreeMap<>();
          for (int i = 0; i < 1 + random.nextInt(12); i++) {
            String pattern = RandomTopics.pattern(random);
            bound.computeIfAbsent(
                pattern,
                added -> {
                  Queue queue = new TestQueues().queue(added);
                  trie.add(added, queue);
                  return queue;
                });
          }
          for (int i = 0; i < 20; i++) {
            String key = RandomTopics.key(random);
            assertThat(names(trie.match(key)))
                .as(() -> "key=%s, patterns=%s".formatted(key, bound.keySet()))
                .isEqualTo(
                    bound.keySet().stream()
                        .filter(pattern -> RandomTopics.matches(pattern, key))
                        .sorted()
                        .toList());
          }
        });
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void shouldMatchFastWhateverTheNumberOfManyWords() {
    String pattern = "#.a.".repeat(63) + "b"; // as long as a pattern may be
    bindings.add(pattern, a);
    String key = "a.".repeat(126) + "c";
    for (int i = 0; i < 100; i++) { // one of them, path by path, would not end in our time
      assertThat(bindings.match(key)).isEmpty();
    }
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void shouldMatchFastWhenManyPatternsOfManyWordsMatch() {
    for (int words = 0; words < 126; words++) {
      bindings.add("#.a" + ".*".repeat(words), a);
      bindings.add("*.".repeat(words) + "#", b);
    }
    String key = "a.".repeat(126) + "a";
    for (int i = 0; i < 200; i++) {
      assertThat(bindings.match(key)).hasSize(2);
    }
  }

  @Test
  void shouldNotWalkWhatIsBoundElsewhere() {
    for (int i = 0; i < 100_000; i++) {
      bindings.add("site." + i + ".#", a);
    }
    bindings.add("site.7.door", b);

    assertThat(names(bindings.match("site.7.door"))).containsExactly("a", "b");
  }

  @Test
  void shouldRefuseAKeyWhoseBeginningsTooManyPatternsMatch() {
    for (int i = 0; i < 1 << 10; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int bit = 0; bit < 10; bit++) {
        pattern.append((i >> bit & 1) == 0 ? "a." : "*.");
      }
      bindings.add(pattern + "#.b", a);
    }

    assertThatThrownBy(() -> bindings.match("a.".repeat(126) + "a"))
        .isInstanceOfSatisfying(
            RefusalException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.LIMIT_REACHED))
        .hasMessage("too many patterns match beginnings of the key: limit=16384");
  }
}
