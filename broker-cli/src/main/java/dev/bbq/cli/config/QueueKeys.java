// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import dev.bbq.api.MessageProperties;
import dev.bbq.api.QueueOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** The options of a queue as a file has them. */
final class QueueKeys {

  private static final String DEAD_LETTER_EXCHANGE = "dead-letter-exchange";
  private static final String DEAD_LETTER_KEY = "dead-letter-key";
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private static final List<Entry<?>> ENTRIES =
      List.of(
          new Entry<>("message-ttl", Type.duration(SHORTEST), QueueOptions.Builder::messageTtl),
          new Entry<>("expires", Type.duration(SHORTEST), QueueOptions.Builder::expires),
          new Entry<>(
              "max-length", Type.integer(1, Long.MAX_VALUE), QueueOptions.Builder::maxLength),
          new Entry<>("max-bytes", Type.size(1, Long.MAX_VALUE), QueueOptions.Builder::maxBytes),
          new Entry<>(
              "overflow",
              Type.word(OverflowWords.ALL),
              (options, word) -> options.overflow(OverflowWords.parse(word).orElseThrow())),
          new Entry<>(
              "delivery-limit",
              Type.integer(0, Integer.MAX_VALUE),
              (options, limit) -> options.deliveryLimit(Math.toIntExact(limit))),
          new Entry<>(
              "max-priority",
              Type.integer(0, MessageProperties.MAX_PRIORITY),
              (options, priority) -> options.maxPriority(Math.toIntExact(priority))));

  /** The keys of a queue, its name among them. */
  static final List<String> NAMES = names();

  private final Problems problems;

  QueueKeys(Problems problems) {
    this.problems = problems;
  }

  private record Entry<T>(String name, Type<T> type, BiConsumer<QueueOptions.Builder, T> setter) {

    void set(QueueOptions.Builder options, YamlFile.Value value, Problems problems) {
      String text = value.text().orElse("");
      try {
        setter.accept(options, type.parser().apply(text, Path.of("")));
      } catch (RuntimeException notAllowed) {
        problems.add(
            value.line(),
            "value not allowed: %s=%s, allowed=%s".formatted(name, text, type.form()));
      }
    }
  }

  private static List<String> names() {
    List<String> names = new ArrayList<>(List.of("name"));
    ENTRIES.forEach(entry -> names.add(entry.name()));
    names.add(DEAD_LETTER_EXCHANGE);
    names.add(DEAD_LETTER_KEY);
    return List.copyOf(names);
  }

  /** Reads the options of a queue; what is not allowed is told and left out. */
  QueueOptions read(YamlFile.Value queue, Map<String, YamlFile.Value> parts) {
    QueueOptions.Builder options = QueueOptions.builder();
    for (Entry<?> entry : ENTRIES) {
      YamlFile.Value value = parts.get(entry.name());
      if (value != null) {
        entry.set(options, value, problems);
      }
    }
    Optional<String> exchange = name(DEAD_LETTER_EXCHANGE, parts);
    Optional<String> key = name(DEAD_LETTER_KEY, parts);
    if (key.isPresent() && exchange.isEmpty()) {
      problems.add(queue.line(), "%s without %s".formatted(DEAD_LETTER_KEY, DEAD_LETTER_EXCHANGE));
    } else if (key.isPresent()) {
      options.deadLetterTo(exchange.orElseThrow(), key.get());
    } else {
      exchange.ifPresent(options::deadLetterTo);
    }
    return options.build();
  }

  /** Reads a name that may be empty. */
  private Optional<String> name(String key, Map<String, YamlFile.Value> parts) {
    YamlFile.Value value = parts.get(key);
    if (value == null) {
      return Optional.empty();
    }
    Optional<String> name = value.text().filter(TopologySection::fits);
    if (name.isEmpty()) {
      problems.add(
          value.line(),
          "value not allowed: %s=%s, allowed=up to 255 bytes of UTF-8 without control characters"
              .formatted(key, value.text().orElse("")));
    }
    return name;
  }
}
