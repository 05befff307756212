// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
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
    Set<String> services =
        Stream.concat(
                found.stream(),
                parent.configuration().modules().stream().map(ResolvedModule::reference))
            .map(ModuleReference::descriptor)
            .flatMap(PluginModules::services)
            .collect(Collectors.toSet());
    byName =
        found.stream()
            // The broker's own API, whatever lies here: a provider of another copy would be none.
            .filter(module -> !module.descriptor().name().equals(API.getName()))
            .map(module -> DescribedModule.of(module, services))
            .collect(Collectors.toMap(module -> module.descriptor().name(), Function.identity()));
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
    Set<Module> readable =
        Stream.concat(
                Stream.concat(Stream.of(API), layer.modules().stream()),
                parent.modules().stream().filter(PluginModules::isOfJdk))
            .collect(Collectors.toSet());
    layer.modules().stream()
        .filter(module -> byName.get(module.getName()) instanceof DescribedModule)
        .forEach(library -> readable.forEach(other -> controller.addReads(library, other)));
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
