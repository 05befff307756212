// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0

import com.google.googlejavaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks format and licence header of all Java sources, or writes the format. */
final class Sources {

  private static final List<String> HEADER =
      List.of("// Copyright 2026 The BBQ Authors", "// SPDX-License-Identifier: Apache-2.0");

  private static final Set<String> SKIPPED = Set.of(".git", "target");

  private Sources() {}

  /** Takes {@code check} or {@code write}, and folders separated by commas. */
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    List<Path> files = javaFiles(args[1].split(","));
    boolean ok = true;
    for (Path file : files) {
      if (!headerOf(file).equals(HEADER)) {
        System.err.println("licence header missing: file=" + file);
        ok = false;
      }
    }
    if (!format(files, write)) {
      System.err.println("files above are not formatted, to format them run: .ci/format");
      ok = false;
    }
    if (!ok) {
      System.exit(1);
    }
  }

  private static List<Path> javaFiles(String[] folders) throws IOException {
    var files = new ArrayList<Path>();
    for (String folder : folders) {
      Files.walkFileTree(
          Path.of(folder),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              boolean skip = SKIPPED.contains(dir.getFileName().toString());
              return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".java")) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return files;
  }

  private static List<String> headerOf(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.limit(HEADER.size()).toList();
    }
  }

  private static boolean format(List<Path> files, boolean write) throws Exception {
    var arguments =
        new ArrayList<>(
            write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    files.forEach(file -> arguments.add(file.toString()));
    var out = new PrintWriter(System.err, true);
    return new Main(out, out, System.in).format(arguments.toArray(String[]::new)) == 0;
  }
}
