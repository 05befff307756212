// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plugins of a folder, each loaded into a module layer of its own, so that its libraries clash
 * with nobody's. A plugin stays loaded as long as the JVM runs. May be used by any thread.
 */
public final class Plugins {

  private static final Plugins NONE = new Plugins(List.of());

  private final List<Plugin> all;

  private Plugins(List<Plugin> all) {
    this.all = List.copyOf(all);
  }

  /** Returns no plugins but those that the module path or class path has. */
  public static Plugins none() {
    return NONE;
  }

  /**
   * Loads each folder in a folder as a plugin: one module that provides a transport or a store, and
   * the libraries that it needs, all as jars. Folders whose names begin with a dot are passed over.
   *
   * @throws PluginException if there is no such folder, one of the plugins is broken, or this class
   *     is not in a named module; the message says where and what to do
   */
  public static Plugins in(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new PluginException(
          "no folder of plugins there: folder=%s; make it, or name another".formatted(folder),
          null);
    }
    List<Path> folders = subfolders(folder);
    if (folders.isEmpty()) {
      return NONE;
    }
    @Nullable ModuleLayer parent = Plugins.class.getModule().getLayer();
    if (parent == null) {
      throw new PluginException(
          "plugins need the module path: folder=%s; put the module dev.bbq.api on the module path,"
                  .formatted(folder)
              + " or the jars of the plugin on the class path",
          null);
    }
    return new Plugins(folders.stream().map(one -> PluginFolder.load(one, parent)).toList());
  }

  private static List<Path> subfolders(Path folder) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry) && !name.startsWith(".")) {
          found.add(entry);
        } else if (name.endsWith(".jar")) {
          throw new PluginException(
              "plugin without a folder: file=%s; put it and the jars that it needs into a folder of its own there"
                  .formatted(entry),
              null);
        }
      }
    } catch (IOException e) {
      throw new PluginException(
          "folder of plugins not readable: folder=%s, reason=%s".formatted(folder, e), e);
    }
    return found.stream().sorted().toList();
  }

  /** Returns them in the order of their folders' names. */
  List<Plugin> all() {
    return all;
  }
}
