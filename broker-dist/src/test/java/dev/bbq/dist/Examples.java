// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.dist;

import dev.bbq.dist.Installation.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The examples for authors of plugins, built by Maven as a stranger would build them. */
final class Examples {

  /** What of this build a stranger would have from a repository. */
  private static final List<String> PUBLISHED = List.of("broker-api", "broker-certs", "broker-tck");

  private static final Duration AT_MOST = Duration.ofMinutes(10); // half a minute, if undisturbed

  private final Path folder;
  private final Path repository;

  private Examples(Path folder, Path repository) {
    this.folder = folder;
    this.repository = repository;
  }

  /** Prepares to build in a folder, from a local repository with what this build has made. */
  static Examples in(Path folder) throws IOException {
    if (Files.exists(folder)) {
      Installation.delete(folder); // of another build
    }
    Path repository = Files.createDirectories(folder.resolve("repository"));
    Path usual = Path.of(System.getProperty("bbq.repository"));
    // What this build has downloaded, linked, so that nothing of ours gets to where it is from.
    link(usual, repository, "dev");
    link(usual.resolve("dev"), Files.createDirectories(repository.resolve("dev")), "bbq");
    var examples = new Examples(folder, repository);
    examples.publish("bbq-parent", Clone.file("pom.xml"), "pom");
    examples.publish("broker-bom", Clone.file("broker-bom/pom.xml"), "pom");
    for (String module : PUBLISHED) {
      String jar = "%s/target/%s-%s.jar".formatted(module, module, version());
      examples.publish(module, Clone.file(module + "/pom.xml"), "pom");
      examples.publish(module, Clone.file(jar), "jar");
    }
    return examples;
  }

  private static void link(Path from, Path to, String but) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (Stream<Path> there = Files.list(from)) {
      for (Path one : there.filter(path -> !path.endsWith(but)).toList()) {
        Files.createSymbolicLink(to.resolve(one.getFileName()), one.toAbsolutePath());
      }
    }
  }

  private void publish(String artifact, Path file, String type) throws IOException {
    Path to = repository.resolve("dev/bbq").resolve(artifact).resolve(version());
    Files.createDirectories(to);
    Files.copy(file, to.resolve("%s-%s.%s".formatted(artifact, version(), type)));
  }

  /** Copies an example, so that nothing of another build is there, and lets Maven verify it. */
  Result verify(String example) throws IOException, InterruptedException {
    Path sources = Clone.file("examples").resolve(example);
    Path copy = folder.resolve(example);
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path relative = sources.relativize(file);
        if (!relative.startsWith("target")) {
          Path target = copy.resolve(relative.toString());
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("bbq.maven"),
                "-B",
                "-Dmaven.repo.local=" + repository,
                // On a busy machine the first handshakes of a cold JVM may take too long.
                "-Dsurefire.rerunFailingTestsCount=2",
                "verify"));
    if (System.getProperty("bbq.offline").equals("offline=true")) {
      command.add("-o");
    }
    return Installation.run(
        copy,
        Map.of("JAVA_HOME", System.getProperty("java.home")),
        AT_MOST,
        command.toArray(String[]::new));
  }

  /** Puts the jar of an example into a folder of plugins, as its users do. */
  void install(String example, Path plugins) throws IOException {
    Path plugin = Files.createDirectories(plugins.resolve(example));
    String jar = example + "-1.0.jar";
    Files.copy(folder.resolve(example).resolve("target").resolve(jar), plugin.resolve(jar));
  }

  private static String version() {
    return System.getProperty("bbq.version");
  }
}
