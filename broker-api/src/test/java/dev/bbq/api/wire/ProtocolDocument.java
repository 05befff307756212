// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.api.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page of docs, docs/protocol.md above all, as tests read it: its byte examples and tables. */
final class ProtocolDocument {

  private static final Path FOLDER = Path.of("..", "docs");
  private static final String FENCE = "```";
  private static final String EXAMPLE = FENCE + "hex";

  private final List<String> lines;

  private ProtocolDocument(List<String> lines) {
    this.lines = lines;
  }

  static ProtocolDocument read() {
    return read("protocol.md");
  }

  static ProtocolDocument read(String name) {
    Path file = FOLDER.resolve(name);
    try {
      return new ProtocolDocument(Files.readAllLines(file));
    } catch (IOException e) {
      throw new AssertionError("not readable: file=" + file.toAbsolutePath().normalize(), e);
    }
  }

  /** Returns the bytes of each block that is fenced as {@code ```hex name}, by name. */
  Map<String, byte[]> examples() {
    Map<String, byte[]> examples = new LinkedHashMap<>();
    for (int at = 0; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.startsWith(EXAMPLE)) {
        String name = line.substring(EXAMPLE.length()).strip();
        StringBuilder hex = new StringBuilder();
        for (at++; !lines.get(at).equals(FENCE); at++) {
          hex.append(lines.get(at).replaceFirst(";.*", "").replace(" ", ""));
        }
        byte[] bytes = HexFormat.of().parseHex(hex);
        if (name.isEmpty() || examples.put(name, bytes) != null) {
          throw new AssertionError("example has no name of its own: name=" + name);
        }
      }
    }
    return examples;
  }

  /** Returns the text of each heading. */
  List<String> headings() {
    return lines.stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", ""))
        .toList();
  }

  /** Returns the whole text. */
  String text() {
    return String.join("\n", lines);
  }

  /** Returns the rows of the one table whose head has these cells; cells lose their back quotes. */
  List<List<String>> table(String... head) {
    List<Integer> found = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      if (cells(lines.get(at)).equals(List.of(head))) {
        found.add(at);
      }
    }
    if (found.size() != 1) {
      throw new AssertionError("not one table: head=%s, lines=%s".formatted(List.of(head), found));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int at = found.get(0) + 2; at < lines.size() && lines.get(at).startsWith("|"); at++) {
      rows.add(cells(lines.get(at)));
    }
    return rows;
  }

  private static List<String> cells(String line) {
    if (!line.startsWith("|")) {
      return List.of();
    }
    String inner = line.substring(1, line.lastIndexOf('|'));
    return Arrays.stream(inner.split("\\|", -1)).map(c -> c.replace("`", "").strip()).toList();
  }
}
