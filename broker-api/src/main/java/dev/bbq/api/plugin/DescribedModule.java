// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.util.Set;

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
   * Returns a module as it is, or described.
   *
   * @param services those that it may ask the {@code ServiceLoader} for
   */
  static ModuleReference of(ModuleReference module, Set<String> services) {
    ModuleDescriptor automatic = module.descriptor();
    if (!automatic.isAutomatic()) {
      return module;
    }
    ModuleDescriptor.Builder described = ModuleDescriptor.newOpenModule(automatic.name());
    automatic.packages().forEach(described::exports);
    automatic.provides().forEach(described::provides);
    services.forEach(described::uses);
    return new DescribedModule(module, described.build());
  }

  @Override
  public ModuleReader open() throws IOException {
    return library.open();
  }
}
