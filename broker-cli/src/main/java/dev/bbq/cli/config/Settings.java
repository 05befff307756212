// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import dev.bbq.core.Declarations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values of all keys, each from the first that gives it: a flag, the environment, the file, its
 * default.
 */
public final class Settings {

  private static final String TOPOLOGY = "topology";

  private final Map<String, Given> given = new HashMap<>();
  private final Map<String, Object> values = new HashMap<>();
  private Declarations topology = Declarations.NONE;
  private Map<Declarations.Declaration, Origin> topologyOrigins = Map.of();

  private Settings() {}

  /**
   * Reads them.
   *
   * @param keys all that there are
   * @param flags the values of flags, by the names of keys
   * @param env the environment
   * @param file the file, if there is one
   * @param problems is told all that is wrong
   */
  public static Settings read(
      Collection<Key<?>> keys,
      Map<String, String> flags,
      Map<String, String> env,
      Optional<Path> file,
      Problems problems) {
    Settings settings = new Settings();
    file.ifPresent(path -> settings.readFile(keys, path, problems));
    settings.readEnvironment(keys, env, problems);
    flags.forEach(
        (name, text) ->
            settings.given.put(
                name, new Given(text, new Origin.Flag(flagOf(keys, name)), Path.of(""))));
    keys.forEach(key -> settings.parse(key, problems));
    return settings;
  }

  private static String flagOf(Collection<Key<?>> keys, String name) {
    return keys.stream().filter(key -> key.name().equals(name)).findAny().orElseThrow().flag();
  }

  private void readFile(Collection<Key<?>> keys, Path path, Problems problems) {
    Path folder = Optional.ofNullable(path.getParent()).orElse(Path.of(""));
    Set<String> names = keys.stream().map(Key::name).collect(Collectors.toSet());
    Set<String> sections = sectionsOf(names);
    YamlFile.read(path, problems)
        .forEach(
            (name, value) -> {
              if (name.equals(TOPOLOGY)) {
                TopologySection section = new TopologySection(problems);
                topology = section.read(value);
                topologyOrigins = section.origins();
              } else if (sections.contains(name)) {
                section(name, value, names, folder, problems);
              } else {
                take(name, value, names, folder, problems);
              }
            });
  }

  private static Set<String> sectionsOf(Set<String> names) {
    return names.stream()
        .filter(name -> name.contains("."))
        .map(name -> name.substring(0, name.indexOf('.')))
        .collect(Collectors.toSet());
  }

  private void section(
      String section, YamlFile.Value value, Set<String> names, Path folder, Problems problems) {
    if (value.isNothing()) {
      return; // all that stands below it is a comment
    }
    value
        .entries()
        .ifPresentOrElse(
            entries ->
                entries.forEach(
                    (name, inner) -> take(section + "." + name, inner, names, folder, problems)),
            () ->
                problems.add(
                    value.line(),
                    "no single value allowed: key=%s; put its keys below it".formatted(section)));
  }

  private void take(
      String name, YamlFile.Value value, Set<String> names, Path folder, Problems problems) {
    if (!names.contains(name)) {
      List<String> known = new ArrayList<>(names.stream().sorted().toList());
      known.add(TOPOLOGY);
      known.addAll(TopologySection.KEYS.stream().map(key -> TOPOLOGY + "." + key).toList());
      known.addAll(sectionsOf(names));
      problems.add(value.line(), unknown("key", name, known));
    } else if (value.isNothing()) {
      problems.add(
          value.line(), "value missing: key=%s; give one, or remove the key".formatted(name));
    } else if (value.text().isEmpty()) {
      problems.add(
          value.line(), "no list or section allowed: key=%s; give one value".formatted(name));
    } else {
      given.put(name, new Given(value.text().orElseThrow(), value.line(), folder));
    }
  }

  static String unknown(String what, String name, Collection<String> known) {
    return "unknown %s: %s=%s%s"
        .formatted(
            what,
            what,
            name,
            Nearest.to(name, known)
                .map(near -> "; did you mean '%s'?".formatted(near))
                .orElse("; known are " + String.join(", ", known)));
  }

  private void readEnvironment(
      Collection<Key<?>> keys, Map<String, String> env, Problems problems) {
    List<String> variables = keys.stream().map(Key::variable).sorted().toList();
    Set<String> sections =
        sectionsOf(keys.stream().map(Key::name).collect(Collectors.toSet())).stream()
            .map(section -> "BBQ_" + section.toUpperCase(Locale.ROOT) + "_")
            .collect(Collectors.toSet());
    for (Key<?> key : keys) {
      String text = env.get(key.variable());
      if (text != null && !text.isEmpty()) {
        given.put(key.name(), new Given(text, new Origin.Variable(key.variable()), Path.of("")));
      }
    }
    env.keySet().stream()
        .filter(name -> sections.stream().anyMatch(name::startsWith) && !variables.contains(name))
        .sorted()
        .forEach(
            name -> problems.add(new Origin.Variable(name), unknown("variable", name, variables)));
  }

  private void parse(Key<?> key, Problems problems) {
    Given value = given.get(key.name());
    if (value == null && key.standard().isPresent()) {
      value = new Given(key.standard().get(), new Origin.Standard(), Path.of(""));
      given.put(key.name(), value);
    }
    if (value == null) {
      return;
    }
    try {
      values.put(key.name(), key.type().parser().apply(value.text(), value.folder()));
    } catch (RuntimeException notAllowed) {
      problems.add(
          value.origin(),
          "value not allowed: %s=%s, allowed=%s"
              .formatted(key.name(), value.text(), key.type().form()));
    }
  }

  /** Returns a value, if there is one that is allowed. */
  public <T> Optional<T> find(Key<T> key) {
    @SuppressWarnings("unchecked") // put there by a parser of the key's type
    T value = (T) values.get(key.name());
    return Optional.ofNullable(value);
  }

  /**
   * Returns the value of a key that has a default.
   *
   * @throws IllegalStateException if what was given is not allowed
   */
  public <T> T get(Key<T> key) {
    return find(key).orElseThrow(() -> new IllegalStateException("no value: key=" + key.name()));
  }

  /** Returns the text of a value as it was given, or of the default. */
  public Optional<String> text(Key<?> key) {
    return Optional.ofNullable(given.get(key.name())).map(Given::text);
  }

  /** Returns where a value was given. */
  public Origin origin(Key<?> key) {
    Given value = given.get(key.name());
    return value == null ? new Origin.Standard() : value.origin();
  }

  /** Returns what the file says is to be declared. */
  public Declarations topology() {
    return topology;
  }

  /** Returns where a part of the topology was given. */
  public Origin origin(Declarations.Declaration declaration) {
    return topologyOrigins.getOrDefault(declaration, new Origin.Standard());
  }
}
