// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.benchmarks.peer;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Command lines of processes that run on this JVM. */
public final class Jvm {

  private Jvm() {}

  /** Returns the folder of the JVM. */
  static String home() {
    return System.getProperty("java.home");
  }

  /** Returns the class path of this process; a child may have another working folder. */
  static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns where the classes of a type's jar or folder lie. */
  static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the command that runs a class; all those that are compared get the same options. */
  public static List<String> command(String classPath, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(Path.of(home(), "bin", "java").toString()));
    command.addAll(List.of("-Xms1g", "-Xmx2g", "--enable-native-access=ALL-UNNAMED"));
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow"); // else Netty is slower
    }
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }
}
