// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What module descriptors and providers must say; each rule returns what breaks it. */
final class ModuleRules {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private ModuleRules() {}

  /** A plugin shows nothing and provides one service by one class. */
  static List<String> brokenByPlugin(ModuleDescriptor plugin) {
    List<String> broken = new ArrayList<>();
    plugin.exports().forEach(exported -> broken.add("exports " + exported.source()));
    plugin.opens().forEach(opened -> broken.add("opens " + opened.source()));
    if (plugin.isOpen()) {
      broken.add("open");
    }
    List<String> providers =
        plugin.provides().stream().map(Provides::providers).flatMap(List::stream).sorted().toList();
    if (providers.size() != 1) {
      broken.add("provides " + providers);
    }
    return broken;
  }

  /**
   * Returns what a module requires though it may not.
   *
   * @param allowed names of modules, or with a last dot the beginnings of names; the annotations of
   *     JSpecify are allowed to all, but not at run time
   */
  static Set<String> strangers(ModuleDescriptor module, Set<String> allowed) {
    return module.requires().stream()
        .filter(required -> !required.modifiers().contains(Requires.Modifier.MANDATED))
        .filter(required -> !isAnnotations(required))
        .map(Requires::name)
        .filter(name -> allowed.stream().noneMatch(one -> matches(one, name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isAnnotations(Requires required) {
    return required.name().equals("org.jspecify")
        && required.modifiers().contains(Requires.Modifier.STATIC);
  }

  private static boolean matches(String allowed, String name) {
    return allowed.endsWith(".") ? name.startsWith(allowed) : name.equals(allowed);
  }

  /** Returns the packages that a module exports to everybody, and those to some with whom. */
  static Set<String> exports(ModuleDescriptor module) {
    return module.exports().stream()
        .map(ModuleRules::text)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Exports exported) {
    return exported.isQualified()
        ? exported.source() + " to " + new TreeSet<>(exported.targets())
        : exported.source();
  }

  /** A provider's name is one that can be typed and sorted. */
  static List<String> invalid(Stream<String> names) {
    return names.filter(name -> !NAME.matcher(name).matches()).toList();
  }
}
