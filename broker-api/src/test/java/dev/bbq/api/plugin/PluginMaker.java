// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.plugin;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles small modules into jars. */
final class PluginMaker {

  private final Path folder;

  /** Creates one that works in a folder of its own. */
  PluginMaker(Path folder) {
    this.folder = folder;
  }

  /** Returns the sources of a module that provides a transport of a name. */
  static Map<String, String> transport(String module, String name) {
    return transport(module, "", "", "return \"%s\";".formatted(name));
  }

  /** Returns the sources of a module that provides a transport. */
  static Map<String, String> transport(
      String module, String requires, String constructor, String name) {
    return Map.of(
        "module-info.java",
        """
        module %s {
          requires dev.bbq.api;
          %s
          provides dev.bbq.api.transport.Transport with %s.Quick;
        }
        """
            .formatted(module, requires, module),
        module.replace('.', '/') + "/Quick.java",
        """
        package %s;

        import dev.bbq.api.transport.*;

        public class Quick implements Transport {
          public Quick() { %s }
          public String name() { %s }
          public java.util.Set<TransportCapability> capabilities() { return java.util.Set.of(); }
          public TransportServer listen(ServerConfig config, Acceptor acceptor) { return null; }
          public TransportClient client(ClientConfig config) { return null; }
        }
        """
            .formatted(module, constructor, name));
  }

  /** Returns the sources of a library without a descriptor, which tells its version. */
  static Map<String, String> library(String type, String version) {
    int dot = type.lastIndexOf('.');
    return Map.of(
        type.replace('.', '/') + ".java",
        """
        package %s;

        public class %s {
          public static String version() { return "%s"; }
        }
        """
            .formatted(type.substring(0, dot), type.substring(dot + 1), version));
  }

  /** Compiles sources and returns the folder of the classes. */
  Path compile(Map<String, String> sources, Path... libraries) throws IOException {
    Path from = Files.createTempDirectory(folder, "src");
    Path to = Files.createTempDirectory(folder, "classes");
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", to.toString(), "--module-path"));
    arguments.add(
        Stream.concat(
                Stream.of("dev.bbq.api", "org.jspecify").map(PluginMaker::location),
                Arrays.stream(libraries))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = from.resolve(source.getKey());
      Files.createDirectories(file.getParent());
      arguments.add(Files.writeString(file, source.getValue()).toString());
    }
    run("javac", arguments);
    return to;
  }

  private static Path location(String module) {
    return Path.of(
        Plugins.class
            .getModule()
            .getLayer()
            .configuration()
            .findModule(module)
            .orElseThrow()
            .reference()
            .location()
            .orElseThrow());
  }

  /** Packs classes into a jar. */
  Path jar(Path classes, Path jar) throws IOException {
    Files.createDirectories(jar.getParent());
    run("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
    return jar;
  }

  /** Compiles sources into a jar. */
  Path jar(Map<String, String> sources, Path jar, Path... libraries) throws IOException {
    return jar(compile(sources, libraries), jar);
  }

  /** Replaces a file in a jar, which the tool would not do with one that is broken. */
  void replace(Path jar, String name, byte[] bytes) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      Files.write(zip.getPath(name), bytes);
    }
  }

  private static void run(String tool, List<String> arguments) {
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages, true);
    int code =
        ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments.toArray(String[]::new));
    if (code != 0) {
      throw new AssertionError(tool + ": " + messages);
    }
  }
}
