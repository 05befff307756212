// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The providers of one service by their names, and the rules by which one is picked. */
record Choice<T>(String kind, String usual, Map<String, T> byName) {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  static <T> Choice<T> of(
      String kind, String usual, Iterable<T> providers, Function<T, String> nameOf) {
    Map<String, T> byName = new TreeMap<>();
    Iterator<T> all = providers.iterator();
    try {
      while (all.hasNext()) {
        T provider = all.next();
        String name = nameOf.apply(provider);
        if (!NAME.matcher(name).matches()) {
          throw new PluginException(
              "%s has no valid name: class=%s, name=%s, valid=%s"
                  .formatted(kind, provider.getClass().getName(), name, NAME),
              null);
        }
        T other = byName.put(name, provider);
        if (other != null) {
          throw new PluginException(
              "two %ss have one name: name=%s, classes=%s and %s; take one of them off the module path"
                  .formatted(kind, name, other.getClass().getName(), provider.getClass().getName()),
              null);
        }
      }
    } catch (ServiceConfigurationError broken) {
      throw new PluginException(
          "%s can't be loaded: reason=%s".formatted(kind, broken.getMessage()), broken);
    }
    return new Choice<>(kind, usual, byName);
  }

  T pick(Optional<String> wanted) {
    if (byName.isEmpty()) {
      throw new PluginException(
          "no %s found: put one on the module path or class path, for instance the module %s"
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
          "several %ss and no choice: name one of %s".formatted(kind, byName.keySet()), null);
    }
    return byName.values().iterator().next();
  }
}
