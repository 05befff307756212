// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The distribution, unpacked.
 *
 * @param home its folder
 */
record Installation(Path home) {

  private static final Duration AT_MOST = Duration.ofMinutes(2);

  /** What a run has printed, and its exit code. */
  record Result(int code, String out, String errors) {}

  private static @Nullable Installation shared;

  /**
   * Returns one for all tests of this JVM, unpacked into a folder with a space in its name. It has
   * run before, so that no test waits for the archive of classes.
   */
  static synchronized Installation shared() throws IOException, InterruptedException {
    Installation there = shared;
    if (there == null) {
      Path folder = Path.of("target/my programs").toAbsolutePath();
      if (Files.exists(folder)) {
        delete(folder); // of another build
      }
      there = in(folder);
      shared = there;
      Result first = run(there.home(), Map.of(), there.bbq().toString(), "--version");
      if (first.code() != 0) {
        throw new IOException("does not run: " + first);
      }
    }
    return there;
  }

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

  /** Runs a {@code bbq} command to its end. */
  Result run(Path directory, Map<String, String> environment, List<String> words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(bbq().toString()));
    command.addAll(words);
    return run(directory, environment, command.toArray(String[]::new));
  }

  /** Runs a {@code bbq} command that must succeed, and returns what it has printed. */
  String out(Path directory, Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    Result result = run(directory, environment, List.of(words));
    if (result.code() != 0) {
      throw new AssertionError("failed: words=%s, %s".formatted(List.of(words), result));
    }
    return result.out();
  }

  /** Runs a program to its end. */
  static Result run(Path directory, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    return run(directory, environment, AT_MOST, command);
  }

  /** Runs a program that may take longer to its end. */
  static Result run(
      Path directory, Map<String, String> environment, Duration atMost, String... command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("bbq-it", ".out");
    Path errors = Files.createTempFile("bbq-it", ".err");
    Process process = start(directory, environment, out, errors, List.of(command));
    try {
      if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError(
            "does not end: command=%s, output=%s, errors=%s"
                .formatted(List.of(command), Files.readString(out), Files.readString(errors)));
      }
      return new Result(process.exitValue(), Files.readString(out), Files.readString(errors));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(errors);
    }
  }

  /** Deletes a folder and all in it. */
  static void delete(Path tree) throws IOException {
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException failure)
              throws IOException {
            Files.delete(dir);
            return FileVisitResult.CONTINUE;
          }
        });
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
