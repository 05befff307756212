// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The providers of one service by their names, and the rules by which one is picked. */
record Choice<T>(String kind, String usual, Map<String, T> byName) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /**
   * Makes all providers that are there.
   *
   * @param kind what they are, for people
   * @param usual the module to add when there is none
   * @param plugins where to look beside the module path or class path
   * @param lookUp finds the candidates of a class loader and its parents
   * @param nameOf tells the name of a provider
   * @throws PluginException if one is broken, or two have one name
   */
  static <T> Choice<T> of(
      String kind,
      String usual,
      Plugins plugins,
      Function<@Nullable ClassLoader, Stream<Candidate<T>>> lookUp,
      Function<T, String> nameOf) {
    List<Named<T>> all = new ArrayList<>();
    try {
      ClassLoader path = Thread.currentThread().getContextClassLoader();
      all.addAll(make(lookUp.apply(path), type -> true, nameOf));
    } catch (ServiceConfigurationError e) {
      throw new PluginException("%s can't be loaded: reason=%s".formatted(kind, Reasons.of(e)), e);
    }
    for (Plugin plugin : plugins.all()) {
      try {
        all.addAll(make(lookUp.apply(plugin.loader()), plugin::has, nameOf));
      } catch (ServiceConfigurationError e) {
        throw new PluginException(
            "plugin is broken: folder=%s, reason=%s; replace its jars, or remove the folder"
                .formatted(plugin.folder(), Reasons.of(e)),
            e);
      }
    }
    return new Choice<>(kind, usual, byName(kind, all));
  }

  private static <T> List<Named<T>> make(
      Stream<Candidate<T>> candidates,
      Predicate<Class<? extends T>> wanted,
      Function<T, String> nameOf) {
    return candidates
        .filter(candidate -> wanted.test(candidate.type()))
        .map(candidate -> candidate.provider().get())
        .map(provider -> new Named<>(name(provider, nameOf), provider))
        .toList();
  }

  private static <T> String name(T provider, Function<T, String> nameOf) {
    try {
      return nameOf.apply(provider);
    } catch (RuntimeException | LinkageError e) {
      throw new ServiceConfigurationError(provider.getClass().getName() + " tells no name", e);
    }
  }

  private static <T> Map<String, T> byName(String kind, List<Named<T>> all) {
    Map<String, T> byName = new TreeMap<>();
    for (Named<T> one : all) {
      if (one.name() == null || !NAME.matcher(one.name()).matches()) {
        throw new PluginException(
            "%s has no valid name: name=%s, valid=%s, class=%s, from=%s"
                .formatted(kind, one.name(), NAME, one.className(), one.origin()),
            null);
      }
      T other = byName.put(one.name(), one.provider());
      if (other != null) {
        Named<T> first = new Named<>(one.name(), other);
        throw new PluginException(
            "two %ss have one name: name=%s, first=%s from %s, second=%s from %s; remove one of them"
                .formatted(
                    kind,
                    one.name(),
                    first.className(),
                    first.origin(),
                    one.className(),
                    one.origin()),
            null);
      }
    }
    return byName;
  }

  /**
   * Returns the one that is wanted, or the only one.
   *
   * @throws PluginException if there is no such, or no only one
   */
  T pick(Optional<String> wanted) {
    if (byName.isEmpty()) {
      throw new PluginException(
          "no %s found: put one into a folder of its own in the plugins folder, or on the module path or class path, for instance the module %s"
              .formatted(kind, usual),
          null);
    }
    if (wanted.isPresent()) {
      T named = byName.get(wanted.get());
      if (named == null) {
        throw new PluginException(
            "unknown %s: name=%s, available=%s".formatted(kind, wanted.get(), byName.keySet()),
            null);
      }
      return named;
    }
    if (byName.size() > 1) {
      throw new PluginException(
          "several %1$ss and no choice: available=%2$s; name one by --%1$s NAME, or in Java by %1$s(name)"
              .formatted(kind, byName.keySet()),
          null);
    }
    return byName.values().iterator().next();
  }

  private record Named<T>(@Nullable String name, T provider) {

    String className() {
      return provider.getClass().getName();
    }

    /** Returns the jar or folder that it comes from, for people. */
    String origin() {
      @Nullable CodeSource source = provider.getClass().getProtectionDomain().getCodeSource();
      return source == null ? "unknown" : source.getLocation().getPath();
    }
  }
}
