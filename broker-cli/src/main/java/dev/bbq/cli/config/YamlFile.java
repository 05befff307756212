// Copyright 2026 The BBQ Authors
// SPDX-License-Identifier: Apache-2.0
package dev.bbq.cli.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A YAML file whose values know their lines. Only the structure is read: all scalars are text. */
final class YamlFile {

  private final Path file;
  private final Problems problems;

  private YamlFile(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Reads the entries at the top of a file; none when it can't be read or is no YAML. */
  static Map<String, Value> read(Path file, Problems problems) {
    return new YamlFile(file, problems).read();
  }

  private Map<String, Value> read() {
    LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setMaxAliasesForCollections(0).build();
    try {
      // Not by "Compose": its package is not exported.
      StreamReader text = new StreamReader(settings, Files.readString(file));
      Composer composer = new Composer(settings, new ParserImpl(settings, text));
      return composer.getSingleNode().map(this::entries).orElse(Map.of());
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add(new Origin.Line(file, line), "no valid YAML: " + oneLine(e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(new Origin.Line(file, 1), "no valid YAML: " + oneLine(e.getMessage()));
    } catch (NoSuchFileException e) {
      problems.add(new Origin.Line(file, 0), "no such file; give another with --config");
    } catch (CharacterCodingException e) {
      problems.add(new Origin.Line(file, 1), "no valid YAML: it is not UTF-8");
    } catch (IOException e) {
      problems.add(new Origin.Line(file, 0), "not readable: " + e);
    }
    return Map.of();
  }

  private static String oneLine(@Nullable String text) {
    return String.valueOf(text).replaceAll("\\s+", " ");
  }

  private Map<String, Value> entries(Node node) {
    Map<String, Value> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      problems.add(line(node), "has to be a list of 'key: value'");
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(line(tuple.getKeyNode()), "a key has to be a word");
        continue;
      }
      Value value = new Value(line(key), tuple.getValueNode());
      Value first = entries.putIfAbsent(key.getValue(), value);
      if (first != null) {
        problems.add(
            line(key),
            "key given twice: key=%s, first=line %d; remove one"
                .formatted(key.getValue(), first.line().number()));
      }
    }
    return entries;
  }

  private Origin.Line line(Node node) {
    return new Origin.Line(file, node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
  }

  /** What stands behind a key, or in a list. */
  final class Value {

    private final Origin.Line line;
    private final Node node;

    private Value(Origin.Line line, Node node) {
      this.line = line;
      this.node = node;
    }

    Origin.Line line() {
      return line;
    }

    /** Returns the entries, if it has any; lists and scalars have none. */
    Optional<Map<String, Value>> entries() {
      return node instanceof MappingNode
          ? Optional.of(YamlFile.this.entries(node))
          : Optional.empty();
    }

    /** Returns the elements, if it is a list. */
    Optional<List<Value>> elements() {
      return node instanceof SequenceNode list
          ? Optional.of(
              list.getValue().stream().map(one -> new Value(YamlFile.this.line(one), one)).toList())
          : Optional.empty();
    }

    /** Returns the text, if it is a scalar. */
    Optional<String> text() {
      return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    /** Tells whether there is nothing. */
    boolean isNothing() {
      return node instanceof ScalarNode && node.getTag().equals(Tag.NULL);
    }
  }
}
