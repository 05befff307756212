// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The modules of one plugin. A library without a descriptor reads the plugin's other modules, the
 * broker's API and the JDK, and none of the broker's libraries.
 */
final class PluginModules implements ModuleFinder {

  private static final Module API = PluginModules.class.getModule();

  private final ModuleLayer parent;
  private final Map<String, ModuleReference> byName;

  PluginModules(Set<ModuleReference> found, ModuleLayer parent) {
    this.parent = parent;
    Set<ModuleDescriptor> shared =
        Stream.concat(Stream.of(API), parent.modules().stream().filter(PluginModules::isOfJdk))
            .map(Module::getDescriptor)
            .collect(Collectors.toSet());
    Set<String> services =
        Stream.concat(found.stream().map(ModuleReference::descriptor), shared.stream())
            .flatMap(PluginModules::services)
            .collect(Collectors.toSet());
    byName =
        found.stream()
            .filter(module -> !isOfBroker(module.descriptor().name()))
            .map(module -> DescribedModule.of(module, shared, services))
            .collect(Collectors.toMap(module -> module.descriptor().name(), Function.identity()));
  }

  /**
   * Tells whether a module is always the broker's own, whatever copy lies here: its API, because a
   * provider of another API would be none, and what all who read the API read too.
   */
  private boolean isOfBroker(String name) {
    return parent.findModule(name).isPresent()
        && (name.equals(API.getName())
            || API.getDescriptor().requires().stream()
                .filter(required -> required.modifiers().contains(Requires.Modifier.TRANSITIVE))
                .anyMatch(required -> required.name().equals(name)));
  }

  private static Stream<String> services(ModuleDescriptor module) {
    return Stream.concat(module.uses().stream(), module.provides().stream().map(Provides::service));
  }

  /**
   * Returns them in a layer and with a class loader of their own.
   *
   * @throws java.lang.module.FindException if one that is required is missing
   * @throws java.lang.module.ResolutionException if they don't fit together
   * @throws LayerInstantiationException likewise
   */
  ModuleLayer define() {
    Configuration modules =
        parent.configuration().resolve(this, ModuleFinder.of(), byName.keySet());
    ModuleLayer.Controller controller =
        ModuleLayer.defineModulesWithOneLoader(
            modules, List.of(parent), PluginModules.class.getClassLoader());
    ModuleLayer layer = controller.layer();
    layer.modules().stream()
        .filter(module -> byName.get(module.getName()) instanceof DescribedModule)
        .forEach(library -> layer.modules().forEach(other -> controller.addReads(library, other)));
    return layer;
  }

  private static boolean isOfJdk(Module module) {
    return ModuleFinder.ofSystem().find(module.getName()).isPresent();
  }

  @Override
  public Optional<ModuleReference> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public Set<ModuleReference> findAll() {
    return Set.copyOf(byName.values());
  }
}
