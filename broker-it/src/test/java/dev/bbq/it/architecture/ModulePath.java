// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.it.architecture;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The modules that the {@code bbq} command and the plugins for it resolve to, out of all that lies
 * on the class path of the tests.
 *
 * @param names the modules
 * @param locations their jars or folders
 * @param natives the modules that nothing requires, and that have the native code
 */
record ModulePath(Set<String> names, Set<Path> locations, Set<String> natives) {

  static ModulePath ofCommand() {
    ModuleFinder all =
        ModuleFinder.compose(
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(ModuleFinder::of)
                .filter(ModulePath::isCandidate)
                .toArray(ModuleFinder[]::new));
    Set<String> natives =
        all.findAll().stream()
            .map(found -> found.descriptor().name())
            .filter(name -> name.matches("io\\.netty\\.(codec\\.quic|transport\\.epoll)\\..*"))
            .collect(Collectors.toSet());
    Set<String> roots =
        Stream.concat(ProductModule.ofCommand().map(ProductModule::name), natives.stream())
            .collect(Collectors.toSet());
    Set<ResolvedModule> resolved =
        Configuration.resolve(
                all, List.of(ModuleLayer.boot().configuration()), ModuleFinder.of(), roots)
            .modules();
    return new ModulePath(
        resolved.stream().map(ResolvedModule::name).collect(Collectors.toSet()),
        resolved.stream()
            .map(ResolvedModule::reference)
            .map(ModuleReference::location)
            .map(location -> Path.of(location.orElseThrow()))
            .collect(Collectors.toSet()),
        natives);
  }

  /**
   * Tells whether a jar or folder is a module that may be needed. An automatic one is not, unless
   * the product requires it by name: else one of them would draw in all of them.
   */
  private static boolean isCandidate(ModuleFinder finder) {
    try {
      return finder.findAll().stream()
          .map(ModuleReference::descriptor)
          .anyMatch(module -> !module.isAutomatic() || isRequired(module.name()));
    } catch (FindException noModuleName) {
      return false;
    }
  }

  private static boolean isRequired(String name) {
    return ProductModule.ofCommand()
        .flatMap(module -> module.descriptor().requires().stream())
        .anyMatch(required -> required.name().equals(name));
  }

  /** Returns it as an option of the JVM has it. */
  String text() {
    return locations.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
