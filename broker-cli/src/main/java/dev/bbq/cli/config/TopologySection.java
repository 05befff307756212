// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import dev.bbq.api.ExchangeType;
import dev.bbq.api.QueueOptions;
import dev.bbq.core.Declarations;
import dev.bbq.core.Declarations.Binding;
import dev.bbq.core.Declarations.Declaration;
import dev.bbq.core.Declarations.Exchange;
import dev.bbq.core.Declarations.Queue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the exchanges, queues and bindings of a file. */
final class TopologySection {

  private static final int MAX_NAME_BYTES = 255;

  private final Problems problems;

  /** The keys of the section. */
  static final List<String> KEYS = List.of("exchanges", "queues", "bindings");

  private final Map<String, Origin.Line> exchanges = new HashMap<>();
  private final Map<String, Origin.Line> queues = new HashMap<>();
  private final Map<Declaration, Origin> origins = new HashMap<>();

  TopologySection(Problems problems) {
    this.problems = problems;
  }

  Declarations read(YamlFile.Value section) {
    if (section.isNothing()) {
      return Declarations.NONE;
    }
    Map<String, YamlFile.Value> parts = entries(section, KEYS);
    return new Declarations(
        each(parts.get("exchanges"), this::exchange),
        each(parts.get("queues"), this::queue),
        each(parts.get("bindings"), this::binding));
  }

  /** Returns where each of what was read stands. */
  Map<Declaration, Origin> origins() {
    return Map.copyOf(origins);
  }

  private <T extends Declaration> List<T> each(
      YamlFile.@Nullable Value list, Function<YamlFile.Value, Optional<T>> read) {
    if (list == null || list.isNothing()) {
      return List.of();
    }
    Optional<List<YamlFile.Value>> elements = list.elements();
    if (elements.isEmpty()) {
      problems.add(list.line(), "has to be a list: begin each entry with '- '");
      return List.of();
    }
    List<T> all = new ArrayList<>();
    for (YamlFile.Value element : elements.get()) {
      read.apply(element)
          .ifPresent(
              one -> {
                all.add(one);
                origins.putIfAbsent(one, element.line());
              });
    }
    return all;
  }

  private Optional<Exchange> exchange(YamlFile.Value value) {
    Map<String, YamlFile.Value> parts = entries(value, List.of("name", "type", "drop-unroutable"));
    Optional<String> name = name(value, parts, "name");
    Optional<ExchangeType> type = required(value, parts, "type").flatMap(this::type);
    Optional<Boolean> drop =
        Optional.ofNullable(parts.get("drop-unroutable"))
            .map(this::flag)
            .orElse(Optional.of(false));
    name.ifPresent(one -> once("exchange", one, value, exchanges));
    return name.isPresent() && type.isPresent() && drop.isPresent()
        ? Optional.of(new Exchange(name.get(), type.get(), drop.get()))
        : Optional.empty();
  }

  private Optional<Queue> queue(YamlFile.Value value) {
    Optional<String> name;
    QueueOptions options = QueueOptions.NONE;
    if (value.text().isPresent()) {
      name = valid(value, "name", value.text().get());
    } else {
      Map<String, YamlFile.Value> parts = entries(value, QueueKeys.NAMES);
      name = name(value, parts, "name");
      options = new QueueKeys(problems).read(value, parts);
    }
    name.ifPresent(one -> once("queue", one, value, queues));
    QueueOptions read = options;
    return name.map(one -> new Queue(one, read));
  }

  private Optional<Binding> binding(YamlFile.Value value) {
    Map<String, YamlFile.Value> parts = entries(value, List.of("queue", "exchange", "key"));
    Optional<String> queue = name(value, parts, "queue");
    Optional<String> exchange = name(value, parts, "exchange");
    Optional<String> key =
        parts.containsKey("key")
            ? Optional.of(parts.get("key")).flatMap(this::routingKey)
            : Optional.of("");
    queue.ifPresent(name -> known("queue", name, value, queues));
    exchange.ifPresent(name -> known("exchange", name, value, exchanges));
    return queue.isPresent() && exchange.isPresent() && key.isPresent()
        ? Optional.of(new Binding(queue.get(), exchange.get(), key.get()))
        : Optional.empty();
  }

  private void once(
      String kind, String name, YamlFile.Value value, Map<String, Origin.Line> there) {
    Origin.Line first = there.putIfAbsent(name, value.line());
    if (first != null) {
      problems.add(
          value.line(),
          "%s declared twice: name=%s, first=line %d; remove one"
              .formatted(kind, name, first.number()));
    }
  }

  private void known(
      String kind, String name, YamlFile.Value value, Map<String, Origin.Line> there) {
    if (!there.containsKey(name)) {
      problems.add(
          value.line(),
          "binding names no %s of this file: %s=%s; declare it under topology"
              .formatted(kind, kind, name));
    }
  }

  private Map<String, YamlFile.Value> entries(YamlFile.Value value, List<String> known) {
    Optional<Map<String, YamlFile.Value>> entries = value.entries();
    if (entries.isEmpty()) {
      problems.add(value.line(), "has to have the keys %s".formatted(String.join(", ", known)));
      return Map.of();
    }
    entries
        .get()
        .forEach(
            (name, inner) -> {
              if (!known.contains(name)) {
                problems.add(inner.line(), Settings.unknown("key", name, known));
              }
            });
    return entries.get();
  }

  private Optional<YamlFile.Value> required(
      YamlFile.Value value, Map<String, YamlFile.Value> parts, String key) {
    YamlFile.Value there = parts.get(key);
    if (there == null && !parts.isEmpty()) {
      problems.add(value.line(), "key missing: key=%s".formatted(key));
    }
    return Optional.ofNullable(there);
  }

  private Optional<String> name(
      YamlFile.Value value, Map<String, YamlFile.Value> parts, String key) {
    return required(value, parts, key).flatMap(there -> valid(there, key, there.text().orElse("")));
  }

  private Optional<String> valid(YamlFile.Value value, String key, String name) {
    if (!name.isEmpty() && fits(name)) {
      return Optional.of(name);
    }
    notAllowed(value, key, name, "1 to 255 bytes of UTF-8 without control characters");
    return Optional.empty();
  }

  private Optional<String> routingKey(YamlFile.Value value) {
    Optional<String> key = value.text().filter(TopologySection::fits);
    if (key.isEmpty()) {
      notAllowed(value, "key", value.text().orElse(""), "up to 255 bytes of UTF-8");
    }
    return key;
  }

  static boolean fits(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
        && text.chars().noneMatch(Character::isISOControl);
  }

  private Optional<ExchangeType> type(YamlFile.Value value) {
    String word = value.text().orElse("");
    for (ExchangeType type : ExchangeType.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return Optional.of(type);
      }
    }
    notAllowed(value, "type", word, "direct, fanout or topic");
    return Optional.empty();
  }

  private Optional<Boolean> flag(YamlFile.Value value) {
    String word = value.text().orElse("");
    if (!word.equals("true") && !word.equals("false")) {
      notAllowed(value, "drop-unroutable", word, "true or false");
      return Optional.empty();
    }
    return Optional.of(word.equals("true"));
  }

  private void notAllowed(YamlFile.Value value, String key, String text, String allowed) {
    problems.add(
        value.line(), "value not allowed: %s=%s, allowed=%s".formatted(key, text, allowed));
  }
}
