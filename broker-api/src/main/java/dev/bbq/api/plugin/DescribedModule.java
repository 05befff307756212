// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A library without a descriptor, with one that opens all that it has.
 *
 * <p>Left as it is, the JVM would make it a module that reads all others, those of the broker's
 * libraries too, and refuse it when one of those has a package of the same name.
 */
final class DescribedModule extends ModuleReference {

  private final ModuleReference library;

  private DescribedModule(ModuleReference library, ModuleDescriptor descriptor) {
    super(descriptor, library.location().orElse(null));
    this.library = library;
  }

  /**
   * Returns a module as it is, or described. It may ask the {@code ServiceLoader} for services of
   * its own packages and for those of the modules that it requires; a descriptor can't name others.
   *
   * @param shared the modules that it requires; those beside it in its plugin are none of them,
   *     because modules that require each other are refused
   * @param services all that are known
   */
  static ModuleReference of(
      ModuleReference module, Set<ModuleDescriptor> shared, Set<String> services) {
    ModuleDescriptor automatic = module.descriptor();
    if (!automatic.isAutomatic()) {
      return module;
    }
    Set<String> visible =
        shared.stream()
            .flatMap(other -> other.exports().stream())
            .filter(exported -> !exported.isQualified())
            .map(ModuleDescriptor.Exports::source)
            .collect(Collectors.toCollection(HashSet::new));
    visible.addAll(automatic.packages());
    ModuleDescriptor.Builder described = ModuleDescriptor.newOpenModule(automatic.name());
    shared.forEach(other -> described.requires(other.name()));
    automatic.packages().forEach(described::exports);
    automatic.provides().stream()
        .filter(provided -> visible.contains(packageOf(provided.service())))
        .forEach(described::provides);
    services.stream()
        .filter(service -> visible.contains(packageOf(service)))
        .forEach(described::uses);
    return new DescribedModule(module, described.build());
  }

  private static String packageOf(String type) {
    return type.substring(0, Math.max(0, type.lastIndexOf('.')));
  }

  @Override
  public ModuleReader open() throws IOException {
    return library.open();
  }
}
