// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The distribution, unpacked.
 *
 * @param home its folder
 */
record Installation(Path home) {

  private static final long AT_MOST_S = 120;

  /** What a run has printed, and its exit code. */
  record Result(int code, String out, String errors) {}

  /** Unpacks the archive into a folder. */
  static Installation in(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Path archive = Path.of(System.getProperty("bbq.archive"));
    Result unpacked = run(folder, Map.of(), "tar", "xzf", archive.toString());
    if (unpacked.code() != 0) {
      throw new IOException("not unpacked: archive=%s, %s".formatted(archive, unpacked));
    }
    return new Installation(folder.resolve("bbq-" + System.getProperty("bbq.version")));
  }

  Path bbq() {
    return home.resolve("bin/bbq");
  }

  /** Returns the jars, with those of subfolders. */
  List<String> jars() throws IOException {
    try (var files = Files.walk(home.resolve("lib"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .toList();
    }
  }

  /** Runs a program to its end. */
  static Result run(Path directory, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("bbq-it", ".out");
    Path errors = Files.createTempFile("bbq-it", ".err");
    Process process = start(directory, environment, out, errors, List.of(command));
    try {
      if (!process.waitFor(AT_MOST_S, TimeUnit.SECONDS)) {
        throw new AssertionError(
            "does not end: command=%s, errors=%s"
                .formatted(List.of(command), Files.readString(errors)));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(errors));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(errors);
    }
  }

  /** Starts a program, with nothing of the environment that would lead it elsewhere. */
  static Process start(
      Path directory, Map<String, String> environment, Path out, Path errors, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command));
    builder.environment().keySet().removeIf(name -> name.startsWith("BBQ_"));
    // The JVM of these tests, the one that the launcher would find may be another.
    builder.environment().put("BBQ_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder
        .directory(directory.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(out.toFile())
        .redirectError(errors.toFile())
        .start();
  }
}
