// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import dev.bbq.api.store.StoreProvider;
import dev.bbq.api.transport.Transport;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Loads the jars of one folder into a layer of modules. */
final class PluginFolder {

  private static final Set<String> SERVICES =
      Set.of(Transport.class.getName(), StoreProvider.class.getName());

  /** As the JDK says that a module is missing. */
  private static final Pattern MISSING = Pattern.compile("Module ([\\w.]+) not found.*");

  private final Path folder;
  private final ModuleLayer parent;

  private PluginFolder(Path folder, ModuleLayer parent) {
    this.folder = folder;
    this.parent = parent;
  }

  static Plugin load(Path folder, ModuleLayer parent) {
    return new PluginFolder(folder, parent).load();
  }

  private Plugin load() {
    Map<String, ModuleReference> found = modules();
    String main =
        found.values().stream()
            .map(ModuleReference::descriptor)
            .filter(module -> !module.isAutomatic() && isPlugin(module))
            .map(ModuleDescriptor::name)
            .findFirst()
            .orElseThrow(() -> noPlugin(found));
    try {
      ModuleLayer layer = new PluginModules(Set.copyOf(found.values()), parent).define();
      return new Plugin(folder, layer, layer.findLoader(main));
    } catch (FindException | ResolutionException | LayerInstantiationException e) {
      throw unresolved(e);
    }
  }

  private Map<String, ModuleReference> modules() {
    Map<String, ModuleReference> found = new TreeMap<>();
    for (Path jar : jars()) {
      ModuleReference module = module(jar);
      ModuleReference other = found.put(module.descriptor().name(), module);
      if (other != null) {
        throw broken(
            "two jars are one module: module=%s, jars=%s and %s; remove one of them"
                .formatted(module.descriptor().name(), file(other), file(module)),
            null);
      }
    }
    return found;
  }

  private List<Path> jars() {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.jar")) {
      entries.forEach(jars::add);
    } catch (IOException e) {
      throw broken("folder not readable: reason=" + e, e);
    }
    if (jars.isEmpty()) {
      throw new PluginException(
          "plugin has no jar: folder=%s; put its jar and those that it needs there, or remove the folder"
              .formatted(folder),
          null);
    }
    return jars.stream().sorted().toList();
  }

  private static ModuleReference module(Path jar) {
    try {
      return ModuleFinder.of(jar).findAll().iterator().next();
    } catch (FindException e) {
      throw new PluginException(
          "plugin is broken: jar=%s, reason=%s; replace the jar".formatted(jar, Reasons.ofRoot(e)),
          e);
    }
  }

  private static boolean isPlugin(ModuleDescriptor module) {
    return module.provides().stream().anyMatch(provided -> SERVICES.contains(provided.service()));
  }

  private PluginException noPlugin(Map<String, ModuleReference> found) {
    Optional<ModuleReference> undescribed =
        found.values().stream().filter(module -> isPlugin(module.descriptor())).findAny();
    return undescribed
        .map(
            module ->
                broken(
                    "no module descriptor: jar=%s; its author has to add a module-info that 'provides' what META-INF/services names"
                        .formatted(file(module)),
                    null))
        .orElseGet(
            () ->
                new PluginException(
                    "plugin provides nothing: folder=%s, modules=%s; one of them must provide %s or %s"
                        .formatted(
                            folder,
                            found.keySet(),
                            Transport.class.getName(),
                            StoreProvider.class.getName()),
                    null));
  }

  private PluginException unresolved(RuntimeException failure) {
    String reason = Reasons.ofRoot(failure);
    Matcher missing = MISSING.matcher(reason);
    String advice = "replace its jars, or remove the folder";
    if (missing.matches()) {
      String module = missing.group(1);
      advice =
          ModuleFinder.ofSystem().find(module).isPresent()
              ? "start the JVM with --add-modules " + module
              : "add the jar of the module " + module;
    }
    return broken("%s; %s".formatted(reason, advice), failure);
  }

  private PluginException broken(String why, @Nullable Throwable cause) {
    return new PluginException(
        "plugin is broken: folder=%s, reason=%s".formatted(folder, why), cause);
  }

  private static Path file(ModuleReference module) {
    return Path.of(module.location().orElseThrow()).getFileName();
  }
}
