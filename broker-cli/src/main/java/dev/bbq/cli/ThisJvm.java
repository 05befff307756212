// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This JVM, from the outside. */
final class ThisJvm {

  /** What the launcher adds itself from the main class. */
  private static final String MAIN_MODULE = "-Djdk.module.main";

  private ThisJvm() {}

  /** Returns the command line of another {@code bbq} with the same JVM, flags and modules. */
  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (!flag.startsWith(MAIN_MODULE)) {
        command.add(flag);
      }
    }
    String classPath = System.getProperty("java.class.path", "");
    if (!classPath.isEmpty()) { // beside modules too: libraries that no module requires
      command.addAll(List.of("--class-path", classPath));
    }
    Module module = Main.class.getModule();
    if (module.isNamed()) {
      command.addAll(List.of("--module", module.getName() + "/" + Main.class.getName()));
    } else {
      command.add(Main.class.getName());
    }
    command.addAll(List.of(arguments));
    return command;
  }
}
